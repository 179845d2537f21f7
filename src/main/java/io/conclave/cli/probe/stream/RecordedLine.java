package io.conclave.cli.probe.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.conclave.bus.Json;
import io.conclave.bus.Problem;
import io.conclave.cli.SafeText;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * A message as one line of JSON: what {@code tail --format json-lines} prints and what a recording consists of.
 *
 * <pre>{"receivedAt":"…","topic":"conclave.counts","seq":3,"at":"…","controller":{…},"source":"stream","body":{…}}
 * </pre>
 *
 * {@code source} is {@code snapshot} for what a snapshot told, and {@code body} is the message without its number, time
 * and controller.
 */
public final class RecordedLine {

    private static final String SNAPSHOT = "snapshot";

    private RecordedLine() {}

    /** The line, without its end. Holds no character that a terminal would act on. */
    public static String encode(Told told) {
        ObjectNode line = Json.object();
        line.set("receivedAt", Json.tree(told.receivedAt()));
        line.put("topic", told.topic()).put("seq", told.seq());
        line.set("at", Json.tree(told.at()));
        line.set("controller", Json.tree(told.controller()));
        line.put("source", told.fromSnapshot() ? SNAPSHOT : "stream");
        line.set("body", told.body());
        return SafeText.json(line.toString());
    }

    /**
     * Reads such a line.
     *
     * @throws io.conclave.bus.ProblemException where it is none
     */
    public static Told decode(String text) {
        JsonNode line = Json.parse(text);
        String topic = line.path("topic").textValue();
        if (topic == null || !(line.get("body") instanceof ObjectNode body)) {
            throw Problem.invalid("line", text, "a message with a topic and a body")
                    .asException();
        }
        copy(line, body, "seq");
        copy(line, body, "at");
        copy(line, body, "controller");
        return Told.of(
                topic,
                body,
                receivedAt(line),
                SNAPSHOT.equals(line.path("source").asText()));
    }

    private static void copy(JsonNode line, ObjectNode body, String field) {
        body.set(field, line.get(field));
    }

    private static Instant receivedAt(JsonNode line) {
        try {
            return Instant.parse(line.path("receivedAt").asText());
        } catch (DateTimeException e) {
            throw Problem.invalid("receivedAt", line.path("receivedAt"), "a time, ISO-8601 in UTC")
                    .asException();
        }
    }
}
