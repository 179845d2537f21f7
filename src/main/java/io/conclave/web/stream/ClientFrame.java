package io.conclave.web.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.conclave.bus.Json;
import io.conclave.bus.Problem;

/** What a client says. */
sealed interface ClientFrame {

    /**
     * Asks to get a topic's messages.
     *
     * @param filter JSON that says which of them, or a missing node for all
     */
    record Register(String address, JsonNode filter) implements ClientFrame {}

    /** Asks not to get them any more. */
    record Unregister(String address) implements ClientFrame {}

    /**
     * Asks for something.
     *
     * @param replyAddress what the answer is to carry as its address, or null where none is wanted
     * @param body JSON, or a missing node
     */
    record Send(String address, String replyAddress, JsonNode body) implements ClientFrame {}

    /** Wants to speak to all subscribers, which nobody may. */
    record Publish(String address) implements ClientFrame {}

    /** Wants to know whether the server is there. */
    record Ping() implements ClientFrame {}

    int LONGEST_ADDRESS = 200;

    /**
     * Reads one frame. Fields that are not known are passed over, as clients of the Vert.x bridge send some.
     *
     * @throws io.conclave.bus.ProblemException 400 for what is no frame
     */
    static ClientFrame parse(String text) {
        JsonNode frame = Json.parse(text);
        if (!frame.isObject()) {
            throw Problem.invalid("frame", text, "a JSON object").asException();
        }
        String type = text(frame, "type");
        if (type == null) {
            throw new Problem(400, "missing_type", "the frame has no type", "type", null, Types.ALLOWED).asException();
        }
        return switch (type) {
            case "ping" -> new Ping();
            case "register" -> new Register(address(frame), frame.path("filter"));
            case "unregister" -> new Unregister(address(frame));
            case "publish" -> new Publish(address(frame));
            case "send" ->
                new Send(
                        address(frame),
                        text(frame, "replyAddress"),
                        frame.has("body") ? frame.get("body") : MissingNode.getInstance());
            default ->
                throw new Problem(400, "invalid_type", "no such type of frame", "type", type, Types.ALLOWED)
                        .asException();
        };
    }

    private static String address(JsonNode frame) {
        String address = text(frame, "address");
        if (address == null) {
            throw new Problem(400, "missing_address", "the frame has no address", "address", null, null).asException();
        }
        return address;
    }

    private static String text(JsonNode frame, String field) {
        JsonNode value = frame.get(field);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isTextual() || value.textValue().length() > LONGEST_ADDRESS) {
            throw Problem.invalid(field, value, "a text of at most " + LONGEST_ADDRESS + " characters")
                    .asException();
        }
        return value.textValue();
    }

    /** The types of frames. */
    final class Types {
        private static final String ALLOWED = "register, unregister, send, ping";

        private Types() {}
    }
}
