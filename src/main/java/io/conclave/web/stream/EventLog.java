package io.conclave.web.stream;

import java.util.ArrayDeque;
import java.util.List;

/** A topic whose messages are rows, the newest of which are kept. */
final class EventLog implements TopicLog {

    static final int USUALLY_KEPT = 200;

    private final int kept;
    private final ArrayDeque<String> rows = new ArrayDeque<>();
    private long seq;
    private String text;

    /** @param kept how many rows a snapshot tells at the most, 0 for none */
    EventLog(int kept) {
        this.kept = kept;
    }

    @Override
    public void add(long newSeq, String body) {
        seq = newSeq;
        rows.addLast(body);
        if (rows.size() > kept) {
            rows.removeFirst();
        }
        text = null;
    }

    @Override
    public void addEarlier(List<String> oldestFirst) {
        int room = Math.min(kept - rows.size(), oldestFirst.size());
        for (int i = 0; i < room; i++) {
            rows.addFirst(oldestFirst.get(oldestFirst.size() - 1 - i));
        }
        text = null;
    }

    @Override
    public List<String> rows() {
        return List.copyOf(rows);
    }

    @Override
    public void replace(long newSeq, List<String> bodies) {
        rows.clear();
        rows.addAll(bodies.subList(Math.max(0, bodies.size() - kept), bodies.size()));
        seq = newSeq;
        text = null;
    }

    @Override
    public long seq() {
        return seq;
    }

    @Override
    public String snapshot() {
        if (text == null) {
            text = "{\"seq\":" + seq + ",\"state\":{\"recent\":[" + String.join(",", rows) + "]}}";
        }
        return text;
    }
}
