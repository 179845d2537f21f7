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
    public long seq() {
        return seq;
    }

    @Override
    public String snapshot() {
        return "{\"seq\":" + seq + ",\"state\":" + newest + "}";
    }
}
