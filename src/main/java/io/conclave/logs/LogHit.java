package io.conclave.logs;

import java.time.Instant;
import java.util.List;

/**
 * An entry that was found.
 *
 * @param id by which its surroundings are asked for; means something only to the index that gave it
 * @param at as in {@link LogEntry#at()}
 * @param timeKnown as in {@link LogEntry#timeKnown()}
 * @param service who wrote it
 * @param node which server or controller wrote it
 * @param level how grave it is
 * @param thread the thread that wrote it, or empty
 * @param logger the logger, or empty
 * @param message what it says: text, never markup
 * @param source the log that it stands in
 * @param cut how many characters of the message were left out
 * @param highlights which parts of the message were looked for, in order and without overlaps; see {@link Highlighter}
 */
public record LogHit(
        String id,
        Instant at,
        boolean timeKnown,
        LogService service,
        String node,
        LogLevel level,
        String thread,
        String logger,
        String message,
        String source,
        long cut,
        List<TextRange> highlights) {
    public LogHit {
        highlights = List.copyOf(highlights);
    }
}
