package io.conclave.cli.probe.stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.bus.Json;
import io.conclave.bus.Problem;

/** What a controller says on a WebSocket, in the frames of the Vert.x event-bus bridge. */
sealed interface ServerFrame {

    /** A message of a topic, or an answer: the address tells which. */
    record Received(String address, JsonNode body) implements ServerFrame {}

    /** @param address of the topic or the answer that it is about, or null */
    record Failed(String address, Problem problem) implements ServerFrame {}

    /** Anything that needs no doing, such as an answer to a ping. */
    record Other() implements ServerFrame {}

    /**
     * Reads one frame.
     *
     * @throws io.conclave.bus.ProblemException for what is no such frame
     */
    static ServerFrame parse(String text) {
        JsonNode frame = Json.parse(text);
        String address = frame.path("address").textValue();
        return switch (frame.path("type").asText()) {
            case "rec" -> {
                if (address == null || !frame.has("body")) {
                    throw Problem.invalid("frame", text, "a message with an address and a body")
                            .asException();
                }
                yield new Received(address, frame.get("body"));
            }
            case "err" -> new Failed(address, problem(frame));
            case "pong" -> new Other();
            default ->
                throw Problem.invalid("type", frame.path("type"), "rec, err or pong")
                        .asException();
        };
    }

    /** The problem document where there is one, else what the bridge of Vert.x tells. */
    private static Problem problem(JsonNode frame) {
        JsonNode problem = frame.path("problem");
        return new Problem(
                problem.path("status").asInt(frame.path("failureCode").asInt(500)),
                problem.path("code").asText(frame.path("body").asText("failed")),
                problem.path("detail").asText(frame.path("message").asText("")),
                problem.path("field").textValue(),
                problem.path("value").textValue(),
                problem.path("allowed").textValue());
    }
}
