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

    /** So many of each entry: lines are mostly shorter, and those that are not must not fill the memory. */
    private static final long MOST_CHARACTERS_AN_ENTRY = 200;

    private final List<LogEntry> entries = new ArrayList<>();
    private final Map<String, LogPosition> kept = new HashMap<>();
    private final int mostEntries;
    private long characters;

    /**
     * @param kept the positions that the sink has
     * @param mostEntries how many entries it takes at once
     */
    Batch(List<LogPosition> kept, int mostEntries) {
        this.mostEntries = mostEntries;
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
        return entries.size() >= mostEntries || characters >= mostEntries * MOST_CHARACTERS_AN_ENTRY;
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

    /** The sink has it, or will have it before any other. */
    void done(LogBatch batch) {
        batch.positions().forEach(position -> kept.put(position.source(), position));
        entries.clear();
        characters = 0;
    }
}
