package io.conclave.logs.follow;

import io.conclave.logs.LogBatch;
import io.conclave.logs.LogEntry;
import io.conclave.logs.LogPosition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Gathers entries until they are handed to a sink. */
final class Batch {

    private static final int MOST_ENTRIES = 2_000;
    private static final long MOST_CHARACTERS = 2 << 20;

    private final List<LogEntry> entries = new ArrayList<>();
    private final Map<String, LogPosition> kept = new HashMap<>();
    private long characters;

    /** @param kept the positions that the sink has */
    Batch(List<LogPosition> kept) {
        kept.forEach(position -> this.kept.put(position.source(), position));
    }

    void add(LogEntry entry) {
        entries.add(entry);
        characters += entry.message().length();
    }

    /** The position that the sink has of a source, or null. */
    LogPosition kept(String source) {
        return kept.get(source);
    }

    boolean isFull() {
        return entries.size() >= MOST_ENTRIES || characters >= MOST_CHARACTERS;
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    int size() {
        return entries.size();
    }

    /**
     * What is to be kept now.
     *
     * @param positions how far the sources have been read
     */
    LogBatch take(List<LogPosition> positions) {
        List<LogPosition> moved = positions.stream()
                .filter(position -> !position.equals(kept.get(position.source())))
                .toList();
        return new LogBatch(entries, moved);
    }

    /** The sink has it. */
    void done(LogBatch batch) {
        batch.positions().forEach(position -> kept.put(position.source(), position));
        entries.clear();
        characters = 0;
    }
}
