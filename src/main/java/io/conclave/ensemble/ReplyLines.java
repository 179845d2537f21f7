package io.conclave.ensemble;

import java.util.ArrayList;
import java.util.List;

/** Splits a reply into lines. */
final class ReplyLines {

    private ReplyLines() {}

    /**
     * The lines that have a line end, without it ({@code \n} or {@code \r\n}). What stands after the last line end is
     * left out: it may be half a number.
     */
    static List<String> complete(String text) {
        List<String> lines = new ArrayList<>();
        int from = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
            int last = end > from && text.charAt(end - 1) == '\r' ? end - 1 : end;
            lines.add(text.substring(from, last));
            from = end + 1;
        }
        return lines;
    }
}
