package io.conclave.logs.parse;

import io.conclave.logs.LogEntry;
import io.conclave.logs.LogLevel;
import io.conclave.logs.LogService;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Puts the lines of one source together to entries. A line that begins with a time begins an entry, and those without
 * one go on with it, such as the lines of a stack trace. In a source of which no line has begun with a time yet each
 * line is an entry, unless it is set in.
 *
 * <p>An entry is handed over when the next one begins, or by {@link #flush()} when nothing came for a while.
 */
public final class EntryAssembler {

    private static final int MOST_LINES = 1_000;
    private static final int USUAL_LENGTH = 256;

    private final String source;
    private final LogService service;
    private final String node;
    private final LineParser parser;
    private final LongSupplier epochMs;
    private final Consumer<LogEntry> out;

    private boolean timesAreTold;
    private boolean open;
    private long offset;
    private long at;
    private boolean timeKnown;
    private LogLevel level;
    private String thread;
    private String logger;
    private StringBuilder text = new StringBuilder(USUAL_LENGTH);
    private int lines;
    private long cut;
    private long lastKnownAt = Long.MIN_VALUE;

    /**
     * @param source which log
     * @param service who writes it
     * @param node which server or controller
     * @param zone of times that do not tell theirs
     * @param epochMs the time now, for entries that tell none
     * @param out takes each entry
     */
    public EntryAssembler(
            String source, LogService service, String node, ZoneId zone, LongSupplier epochMs, Consumer<LogEntry> out) {
        this.source = source;
        this.service = service;
        this.node = node;
        this.parser = new LineParser(zone);
        this.epochMs = epochMs;
        this.out = out;
    }

    /**
     * Takes the next line.
     *
     * @param lineOffset where in the source it begins
     * @param raw the line without its end
     * @param missing how many bytes of it are left out, since it was too long to be held
     */
    public void line(long lineOffset, String raw, long missing) {
        String line = HarmlessText.of(raw);
        ParsedLine head = parser.parse(line);
        if (head != null) {
            timesAreTold = true;
            begin(lineOffset, head.epochMs(), true, head.level(), head.thread(), head.logger());
            lastKnownAt = head.epochMs();
            append(head.message());
        } else if (open && lines < MOST_LINES && (timesAreTold || goesOn(line))) {
            text.append('\n');
            append(line);
        } else {
            begin(
                    lineOffset,
                    lastKnownAt == Long.MIN_VALUE ? epochMs.getAsLong() : lastKnownAt,
                    false,
                    LogLevel.UNKNOWN,
                    "",
                    "");
            append(line);
        }
        cut += missing;
        lines++;
    }

    /** Whether a line of a source without times belongs to the one before it. */
    private static boolean goesOn(String line) {
        return line.startsWith(" ") || line.startsWith("\t") || line.startsWith("Caused by:");
    }

    private void begin(long lineOffset, long ms, boolean known, LogLevel newLevel, String newThread, String newLogger) {
        flush();
        open = true;
        offset = lineOffset;
        at = ms;
        timeKnown = known;
        level = newLevel;
        thread = newThread;
        logger = newLogger;
    }

    private void append(String part) {
        int room = LogEntry.LONGEST_MESSAGE - text.length();
        if (part.length() <= room) {
            text.append(part);
        } else {
            int end = Math.max(0, room);
            if (end > 0 && Character.isHighSurrogate(part.charAt(end - 1))) {
                end--;
            }
            text.append(part, 0, end);
            text.setLength(Math.min(text.length(), LogEntry.LONGEST_MESSAGE));
            cut += part.length() - end;
        }
    }

    /** Where the entry begins that has not been handed over yet, or -1 where there is none. */
    public long openOffset() {
        return open ? offset : -1;
    }

    /** Hands over the entry that is not complete for certain; what goes on with it later is an entry of its own. */
    public void flush() {
        if (!open) {
            return;
        }
        open = false;
        out.accept(new LogEntry(
                source,
                offset,
                Instant.ofEpochMilli(at),
                timeKnown,
                service,
                node,
                level,
                thread,
                logger,
                text.toString(),
                cut));
        if (text.capacity() > 4 * USUAL_LENGTH) {
            text = new StringBuilder(USUAL_LENGTH);
        }
        text.setLength(0);
        lines = 0;
        cut = 0;
    }

    /** Forgets the entry that is not complete, which will be read again. */
    public void reset() {
        open = false;
        text.setLength(0);
        lines = 0;
        cut = 0;
    }
}
