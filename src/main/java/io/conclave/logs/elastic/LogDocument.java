package io.conclave.logs.elastic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.conclave.bus.Json;
import io.conclave.logs.Highlighter;
import io.conclave.logs.LogEntry;
import io.conclave.logs.LogHit;
import io.conclave.logs.LogLevel;
import io.conclave.logs.LogService;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * A log entry as a document and back. What is read may have been written by Filebeat, or by anybody: whatever is
 * missing or of another type is empty or unknown, and a text is as harmless as Conclave's own.
 */
final class LogDocument {

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("uuuu.MM.dd", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String PREFIX = "conclave-logs-";

    private static final String OTHER_DAYS = PREFIX + "other";

    /** A wrong clock must not make an index for each day that there ever was. */
    private static final Duration OLDEST = Duration.ofDays(400);

    private static final Duration NEWEST = Duration.ofDays(2);
    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");

    private LogDocument() {}

    /** The index that an entry belongs into: one for each day, but for times that can only be wrong. */
    static String index(LogEntry entry, Instant now) {
        Instant at = entry.at();
        return at.isBefore(now.minus(OLDEST)) || at.isAfter(now.plus(NEWEST)) ? OTHER_DAYS : PREFIX + DAY.format(at);
    }

    /** The document of an entry. */
    static ObjectNode write(LogEntry entry) {
        ObjectNode document = Json.object();
        document.put(Fields.TIME, time(entry.at()));
        document.put(Fields.MESSAGE, entry.message());
        document.putObject("event").put("id", entry.id());
        document.putObject("service").put("name", entry.service().code());
        document.putObject("conclave")
                .put("node", entry.node())
                .put("source", entry.source())
                .put("time_known", entry.timeKnown())
                .put("cut", entry.cut());
        ObjectNode log = document.putObject("log");
        log.put("level", entry.level().code()).put("offset", entry.offset());
        if (!entry.logger().isEmpty()) {
            log.put("logger", entry.logger());
        }
        if (!entry.thread().isEmpty()) {
            document.putObject("process").putObject("thread").put("name", entry.thread());
        }
        return document;
    }

    /** A time as Elasticsearch reads it: of the years 0 to 9999. */
    static String time(Instant at) {
        Instant within = at.isBefore(FIRST) ? FIRST : at.isAfter(LAST) ? LAST : at;
        return Json.tree(within).asText();
    }

    /** What was found, of a hit of Elasticsearch's answer. */
    static LogHit read(JsonNode hit, Highlighter highlighter) {
        JsonNode document = hit.path("_source");
        String whole = Harmless.text(document.path(Fields.MESSAGE).asText(""));
        String message = Harmless.start(whole, LogEntry.LONGEST_MESSAGE);
        long cut = document.at("/conclave/cut").asLong(0) + whole.length() - message.length();
        return new LogHit(
                hit.path("_id").asText(""),
                at(document.path(Fields.TIME)),
                document.at("/conclave/time_known").asBoolean(true),
                service(document.at("/service/name").asText("")),
                text(document, "/conclave/node"),
                level(document.at("/log/level").asText("")),
                text(document, "/process/thread/name"),
                text(document, "/log/logger"),
                message,
                document.at("/conclave/source").isTextual()
                        ? text(document, "/conclave/source")
                        : text(document, "/log/file/path"),
                cut,
                highlighter.ranges(message));
    }

    private static String text(JsonNode document, String pointer) {
        return Harmless.text(document.at(pointer).asText(""));
    }

    private static Instant at(JsonNode time) {
        try {
            return time.isIntegralNumber()
                    ? Instant.ofEpochMilli(time.asLong())
                    : OffsetDateTime.parse(time.asText()).toInstant();
        } catch (DateTimeException unreadable) {
            return Instant.EPOCH;
        }
    }

    private static LogService service(String name) {
        for (LogService service : LogService.values()) {
            if (service.code().equalsIgnoreCase(name)) {
                return service;
            }
        }
        return LogService.OTHER;
    }

    private static LogLevel level(String name) {
        for (LogLevel level : LogLevel.values()) {
            if (level.code().equalsIgnoreCase(name)) {
                return level;
            }
        }
        return LogLevel.UNKNOWN;
    }
}
