package io.conclave.logs.parse;

import io.conclave.logs.LogLevel;
import java.time.ZoneId;

/**
 * Reads the lines that known programs write:
 *
 * <ul>
 *   <li>ZooKeeper 3.4 to 3.9, by log4j and by logback: {@code %d{ISO8601} [myid:%X{myid}] - %-5p [%t:%C{1}@%L] - %m},
 *       with or without its number; {@code %d{ISO8601} - %-5p [%t:%C{1}@%L] - %m} before 3.4
 *   <li>Conclave: {@code %d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level [%thread] %logger{36} - %msg}, and its store's
 *       members: {@code %d{ISO8601} %-5level %logger{0} - %msg}
 *   <li>anything else that begins with a time, and a level where there is one; the rest is kept whole
 * </ul>
 */
final class LineParser {

    private static final LogLevel[] LEVELS = {
        LogLevel.INFO, LogLevel.WARN, LogLevel.ERROR, LogLevel.DEBUG, LogLevel.TRACE, LogLevel.FATAL
    };
    private static final int LONGEST_NAME = 200;

    private final ZoneId zone;

    /** @param zone the zone of times that do not tell theirs */
    LineParser(ZoneId zone) {
        this.zone = zone;
    }

    /**
     * Reads a line.
     *
     * @param line harmless text without its end
     * @return null where no entry begins with it: it has no time at its head
     */
    ParsedLine parse(String line) {
        int start = line.startsWith("[") ? 1 : 0;
        LineTime time = LineTime.at(line, start, zone);
        if (time == null) {
            return null;
        }
        int at = time.end();
        if (start == 1 && at < line.length() && line.charAt(at) == ']') {
            at++;
        }
        return head(line, skipBlanks(line, at), time.epochMs());
    }

    private static ParsedLine head(String line, int start, long epochMs) {
        int at = start;
        if (line.startsWith("[myid:", at)) {
            int close = line.indexOf(']', at);
            if (close > 0) {
                at = skipBlanks(line, close + 1);
            }
        }
        if (line.startsWith("- ", at)) {
            at = skipBlanks(line, at + 2);
        }
        boolean bracketed = at < line.length() && line.charAt(at) == '[';
        LogLevel level = level(line, at + (bracketed ? 1 : 0));
        if (level == LogLevel.UNKNOWN) {
            return new ParsedLine(epochMs, level, "", "", line.substring(start));
        }
        int end = at + level.name().length() + (bracketed ? 2 : 0);
        return place(line, skipBlanks(line, Math.min(end, line.length())), epochMs, level);
    }

    private static ParsedLine place(String line, int at, long epochMs, LogLevel level) {
        if (at < line.length() && line.charAt(at) == '[') {
            int close = line.indexOf("] - ", at);
            if (close > at) {
                ParsedLine server = zooKeeperPlace(line, at, close, epochMs, level);
                if (server != null) {
                    return server;
                }
            }
            ParsedLine own = conclavePlace(line, at, epochMs, level);
            if (own != null) {
                return own;
            }
        }
        int dash = line.indexOf(" - ", at);
        if (dash > at && isName(line, at, dash)) {
            return new ParsedLine(epochMs, level, "", line.substring(at, dash), line.substring(dash + 3));
        }
        return new ParsedLine(epochMs, level, "", "", line.substring(at));
    }

    /** {@code [thread:Class@line] - message}; the thread's name may have brackets and colons of its own. */
    private static ParsedLine zooKeeperPlace(String line, int open, int firstClose, long epochMs, LogLevel level) {
        for (int close = firstClose; close > 0; close = line.indexOf("] - ", close + 1)) {
            int sign = line.lastIndexOf('@', close);
            int colon = sign < 0 ? -1 : line.lastIndexOf(':', sign);
            if (colon > open && isLineNumber(line, sign + 1, close) && isName(line, colon + 1, sign)) {
                return new ParsedLine(
                        epochMs,
                        level,
                        name(line, open + 1, colon),
                        line.substring(colon + 1, sign),
                        line.substring(close + 4));
            }
        }
        // A message may be empty, and its blank be gone.
        return null;
    }

    /** {@code [thread] logger - message}. */
    private static ParsedLine conclavePlace(String line, int open, long epochMs, LogLevel level) {
        int dash = line.indexOf(" - ", open);
        int close = dash < 0 ? -1 : line.lastIndexOf("] ", dash);
        if (close > open && isName(line, close + 2, dash)) {
            return new ParsedLine(
                    epochMs,
                    level,
                    name(line, open + 1, close),
                    line.substring(close + 2, dash),
                    line.substring(dash + 3));
        }
        return null;
    }

    private static LogLevel level(String line, int at) {
        for (LogLevel level : LEVELS) {
            String name = level.name();
            if (line.startsWith(name, at)) {
                int end = at + name.length();
                return end == line.length() || !Character.isLetterOrDigit(line.charAt(end)) ? level : LogLevel.UNKNOWN;
            }
        }
        return LogLevel.UNKNOWN;
    }

    private static boolean isLineNumber(String line, int from, int to) {
        if (to - from == 1 && line.charAt(from) == '?') {
            return true;
        }
        for (int i = from; i < to; i++) {
            if (line.charAt(i) < '0' || line.charAt(i) > '9') {
                return false;
            }
        }
        return to > from;
    }

    /** Whether this could be the name of a class or logger. */
    private static boolean isName(String line, int from, int to) {
        for (int i = from; i < to; i++) {
            char unit = line.charAt(i);
            if (!Character.isJavaIdentifierPart(unit) && unit != '.' && unit != '-') {
                return false;
            }
        }
        return to > from && to - from <= LONGEST_NAME;
    }

    private static String name(String line, int from, int to) {
        return line.substring(from, Math.min(to, from + LONGEST_NAME));
    }

    private static int skipBlanks(String line, int from) {
        int at = from;
        while (at < line.length() && line.charAt(at) == ' ') {
            at++;
        }
        return at;
    }
}
