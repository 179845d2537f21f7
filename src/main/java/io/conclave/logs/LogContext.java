package io.conclave.logs;

import java.util.List;

/**
 * An entry with what the same server wrote before and after it.
 *
 * @param hits oldest first
 * @param position which of them was asked for
 */
public record LogContext(List<LogHit> hits, int position) {
    public LogContext {
        hits = List.copyOf(hits);
    }
}
