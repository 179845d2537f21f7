package io.conclave.testing;

import java.util.ArrayList;
import java.util.List;

/** Reads comma-separated values as RFC 4180 has them, and nothing else. Knows nothing of the product's classes. */
public final class CsvText {

    private CsvText() {}

    /**
     * The cells of each line.
     *
     * @throws IllegalArgumentException where the text is not what the RFC allows
     */
    public static List<List<String>> parse(String text) {
        List<List<String>> lines = new ArrayList<>();
        List<String> line = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            StringBuilder cell = new StringBuilder();
            at = text.charAt(at) == '"' ? quoted(text, at + 1, cell) : plain(text, at, cell);
            line.add(cell.toString());
            if (text.startsWith("\r\n", at)) {
                lines.add(line);
                line = new ArrayList<>();
                at += 2;
            } else if (at < text.length() && text.charAt(at) == ',') {
                at++;
            } else {
                throw new IllegalArgumentException("neither a comma nor the end of a line at " + at);
            }
        }
        if (!line.isEmpty()) {
            throw new IllegalArgumentException("the last line has no end");
        }
        return lines;
    }

    private static int plain(String text, int from, StringBuilder cell) {
        int at = from;
        while (at < text.length() && text.charAt(at) != ',' && text.charAt(at) != '\r') {
            if (text.charAt(at) == '"' || text.charAt(at) == '\n') {
                throw new IllegalArgumentException("a quote or line feed outside of quotes at " + at);
            }
            cell.append(text.charAt(at++));
        }
        return at;
    }

    private static int quoted(String text, int from, StringBuilder cell) {
        int at = from;
        while (true) {
            if (text.charAt(at) != '"') {
                cell.append(text.charAt(at++));
            } else if (text.startsWith("\"\"", at)) {
                cell.append('"');
                at += 2;
            } else {
                return at + 1;
            }
        }
    }
}
