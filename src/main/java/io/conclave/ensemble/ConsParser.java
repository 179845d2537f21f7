package io.conclave.ensemble;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Reads the reply of {@code cons}, of 3.4 to 3.9: one client a line, as {@code ServerCnxn.dumpConnectionInfo} prints
 * it: {@code /127.0.0.1:43432[1](queued=0,recved=204,sent=205,sid=0x…,lop=PING,est=…)}. Lines of another form are
 * skipped; it throws for no text at all.
 */
final class ConsParser {

    private ConsParser() {}

    /** Reads what there is. */
    static List<ClientConnection> parse(String text) {
        return ReplyLines.complete(text).stream()
                .map(ConsParser::connection)
                .filter(Objects::nonNull)
                .toList();
    }

    /** One line of {@code cons}, or of {@code stat} below {@code Clients:}; null where it is none. */
    static ClientConnection connection(String line) {
        int open = line.indexOf("](");
        int interest = open < 0 ? -1 : line.lastIndexOf('[', open);
        if (interest < 1 || !line.startsWith(" ") || !line.endsWith(")")) {
            return null;
        }
        Map<String, String> fields = new HashMap<>();
        for (String field : line.substring(open + 2, line.length() - 1).split(",")) {
            int equals = field.indexOf('=');
            if (equals > 0) {
                fields.put(field.substring(0, equals), field.substring(equals + 1));
            }
        }
        String address = line.substring(1, interest);
        return new ClientConnection(
                address.startsWith("/") ? address.substring(1) : address,
                Numbers.whole(fields.get("queued")),
                Numbers.whole(fields.get("recved")),
                Numbers.whole(fields.get("sent")),
                fields.get("sid"),
                fields.get("lop"),
                instant(fields.get("est")),
                Numbers.whole(fields.get("to")),
                fields.get("lcxid"),
                fields.get("lzxid"),
                Numbers.whole(fields.get("llat")),
                latency(fields));
    }

    private static Instant instant(String millis) {
        Long value = Numbers.whole(millis);
        return value == null ? null : Instant.ofEpochMilli(value);
    }

    private static Latency latency(Map<String, String> fields) {
        Double min = Numbers.decimal(fields.get("minlat"));
        Double avg = Numbers.decimal(fields.get("avglat"));
        Double max = Numbers.decimal(fields.get("maxlat"));
        return min == null || avg == null || max == null ? null : new Latency(min, avg, max);
    }
}
