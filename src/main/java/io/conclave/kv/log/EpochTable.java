package io.conclave.kv.log;

import java.util.ArrayList;
import java.util.List;

/**
 * In which epoch the positions of a log were written. Two logs of a group are the same up to a position where both have
 * that position from the same epoch; the last such one is their common point (Kafka's leader epochs, KIP-101).
 */
final class EpochTable {

    private final List<EpochStart> starts = new ArrayList<>();

    EpochTable() {}

    EpochTable(List<EpochStart> starts) {
        this.starts.addAll(starts);
    }

    /** A record of this epoch was appended. */
    void note(long epoch, long position) {
        if (epoch != last()) {
            starts.add(new EpochStart(epoch, position));
        }
    }

    /** The epoch of the last record, 0 where there is none. */
    long last() {
        return starts.isEmpty() ? 0 : starts.get(starts.size() - 1).epoch();
    }

    /** All records after this position are gone. */
    void truncateAfter(long position) {
        while (!starts.isEmpty() && starts.get(starts.size() - 1).firstPosition() > position) {
            starts.remove(starts.size() - 1);
        }
    }

    /** The epochs that were begun up to a position. */
    List<EpochStart> upTo(long position) {
        return starts.stream()
                .filter(start -> start.firstPosition() <= position)
                .toList();
    }

    /** All of them, ascending. */
    List<EpochStart> all() {
        return List.copyOf(starts);
    }
}
