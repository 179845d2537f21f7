package io.conclave.web.rest;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Lines of comma-separated values that a spreadsheet opens without running them.
 *
 * <p>A cell that begins like a formula gets an apostrophe in front, which spreadsheets take for "this is text"; a name
 * from outside such as {@code =HYPERLINK(…)} would else be computed on the machine of whoever opens the file.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180</a>
 * @see <a href="https://owasp.org/www-community/attacks/CSV_Injection">OWASP: CSV injection</a>
 */
final class Csv {

    /** The signs that a formula begins with, their full-width forms, and what spreadsheets skip before them. */
    private static final String FORMULA = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

    private Csv() {}

    /** One line with its end; a null is an empty cell. */
    static String line(List<String> cells) {
        return cells.stream().map(Csv::cell).collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String cell(String value) {
        if (value == null || value.isEmpty()) {
            return "";
        }
        String safe = FORMULA.indexOf(value.charAt(0)) >= 0 ? "'" + value : value;
        boolean quoted = safe.chars().anyMatch(c -> c == '"' || c == ',' || c == '\r' || c == '\n');
        return quoted ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }
}
