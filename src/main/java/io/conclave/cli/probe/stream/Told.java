package io.conclave.cli.probe.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.conclave.bus.ControllerRef;
import io.conclave.bus.Json;
import io.conclave.bus.Problem;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * One message of a topic, as it reached us.
 *
 * @param topic its full name
 * @param seq its number in the topic; 0 for a row from before the controller's start
 * @param at when it was published, by the controller's clock
 * @param controller who published it
 * @param receivedAt when it was here, by this machine's clock
 * @param fromSnapshot whether a snapshot told it, and not the stream
 * @param body the message without those fields
 */
public record Told(
        String topic,
        long seq,
        Instant at,
        ControllerRef controller,
        Instant receivedAt,
        boolean fromSnapshot,
        ObjectNode body)
        implements FeedItem {

    /**
     * Takes a body from the wire apart; the body is used up.
     *
     * @throws io.conclave.bus.ProblemException where it is no such message
     */
    static Told of(String topic, JsonNode body, Instant receivedAt, boolean fromSnapshot) {
        if (!(body instanceof ObjectNode fields)) {
            throw Problem.invalid(topic, body, "a JSON object").asException();
        }
        JsonNode seq = fields.remove("seq");
        if (seq == null || !seq.canConvertToLong() || !seq.isIntegralNumber() || seq.longValue() < 0) {
            throw Problem.invalid(topic + ".seq", seq, "a whole number, 0 or more")
                    .asException();
        }
        return new Told(
                topic,
                seq.longValue(),
                instant(topic, fields.remove("at")),
                controller(topic, fields.remove("controller")),
                receivedAt,
                fromSnapshot,
                fields);
    }

    private static Instant instant(String topic, JsonNode at) {
        try {
            return Instant.parse(at == null ? "" : at.asText());
        } catch (DateTimeException e) {
            throw Problem.invalid(topic + ".at", at, "a time, ISO-8601 in UTC").asException();
        }
    }

    private static ControllerRef controller(String topic, JsonNode controller) {
        if (controller == null || !controller.path("id").isTextual()) {
            throw Problem.invalid(topic + ".controller", controller, "an id and an epoch")
                    .asException();
        }
        return new ControllerRef(
                controller.path("id").textValue(), controller.path("epoch").asLong());
    }

    /** The body as it was on the wire, with its number, time and controller at the end. */
    public ObjectNode wholeBody() {
        ObjectNode whole = body.deepCopy().put("seq", seq);
        whole.set("at", Json.tree(at));
        whole.set("controller", Json.tree(controller));
        return whole;
    }
}
