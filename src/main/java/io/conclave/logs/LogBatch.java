package io.conclave.logs;

import java.util.List;

/**
 * Entries to be kept, and how far their sources have been read then. Both are kept, or neither is.
 *
 * @param entries in the order in which they were read
 * @param positions one for each source that was read further
 */
public record LogBatch(List<LogEntry> entries, List<LogPosition> positions) {
    public LogBatch {
        entries = List.copyOf(entries);
        positions = List.copyOf(positions);
    }
}
