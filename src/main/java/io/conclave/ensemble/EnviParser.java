package io.conclave.ensemble;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads the reply of {@code envi}: {@code name=value} lines below {@code Environment:}. Lines of another form are
 * skipped; it throws for no text at all.
 */
final class EnviParser {

    private EnviParser() {}

    /** The server's properties, in its order. */
    static Map<String, String> parse(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String line : ReplyLines.complete(text)) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                values.putIfAbsent(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        return Collections.unmodifiableMap(values);
    }
}
