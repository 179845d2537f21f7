package io.conclave.logs.index;

import io.conclave.logs.LogEntry;
import io.conclave.logs.Words;
import java.util.Locale;

/** What of an entry the full-text index is given: its words with blanks between them, as {@link Words} cuts them. */
final class IndexedText {

    private final StringBuilder words = new StringBuilder(256);
    private final StringBuilder parts = new StringBuilder(64);

    /** Takes an entry in the place of the one before. */
    void take(LogEntry entry) {
        words.setLength(0);
        parts.setLength(0);
        String message = entry.message();
        Words.each(message, (start, end) -> {
            append(words, message, start, end);
            Words.eachPart(message, start, end, (from, to) -> append(parts, message, from, to));
        });
        String logger = entry.logger();
        int simple = logger.lastIndexOf('.') + 1;
        String name = logger.substring(simple);
        Words.each(name, (start, end) -> {
            append(parts, name, start, end);
            Words.eachPart(name, start, end, (from, to) -> append(parts, name, from, to));
        });
    }

    private static void append(StringBuilder to, String text, int start, int end) {
        int stop = Math.min(end, start + Words.LONGEST);
        boolean ascii = true;
        for (int i = start; i < stop; i++) {
            char unit = text.charAt(i);
            if (unit >= 0x80) {
                ascii = false;
                break;
            }
            to.append(unit >= 'A' && unit <= 'Z' ? (char) (unit + ('a' - 'A')) : unit);
        }
        if (!ascii) {
            int written = 0;
            while (written < stop - start && text.charAt(start + written) < 0x80) {
                written++;
            }
            to.setLength(to.length() - written);
            to.append(text.substring(start, stop).toLowerCase(Locale.ROOT));
        }
        to.append(' ');
    }

    String words() {
        return words.toString();
    }

    /** The parts of names in humps, and the logger's own name. */
    String parts() {
        return parts.toString();
    }

    /** By what it is filtered: what it is, see {@link EntryKey#kind(long)}. */
    static String tag(int kind) {
        return FtsExpression.KIND + kind;
    }
}
