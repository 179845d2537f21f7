package io.conclave.web.stream;

import java.util.List;

/** A topic whose newest message is all there is to know. */
final class StateLog implements TopicLog {

    private long seq;
    private String newest = "null";

    @Override
    public void add(long newSeq, String body) {
        seq = newSeq;
        newest = body;
    }

    @Override
    public void addEarlier(List<String> bodies) {
        throw new IllegalArgumentException("a state has no rows");
    }

    @Override
    public List<String> rows() {
        return newest.equals("null") ? List.of() : List.of(newest);
    }

    @Override
    public void replace(long newSeq, List<String> bodies) {
        seq = newSeq;
        newest = bodies.isEmpty() ? "null" : bodies.get(bodies.size() - 1);
    }

    @Override
    public long seq() {
        return seq;
    }

    @Override
    public String snapshot() {
        return "{\"seq\":" + seq + ",\"state\":" + newest + "}";
    }
}
