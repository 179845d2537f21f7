package io.conclave.logs.parse;

import io.conclave.logs.LogLevel;
import java.time.ZoneOffset;

/** The levels of the lines of one log: a line with which no entry begins has that of the entry before it. */
public final class LineLevels {

    // Of the time only its being there counts.
    private final LineParser parser = new LineParser(ZoneOffset.UTC);
    private LogLevel last = LogLevel.UNKNOWN;

    /** The level of the next line. */
    public LogLevel next(String line) {
        ParsedLine head = parser.parse(HarmlessText.of(line));
        if (head != null) {
            last = head.level();
        }
        return last;
    }
}
