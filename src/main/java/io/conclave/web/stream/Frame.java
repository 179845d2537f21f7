package io.conclave.web.stream;

import io.conclave.bus.Json;
import io.conclave.bus.Problem;
import io.conclave.bus.Published;
import java.util.Objects;

/**
 * The texts that go out, in the form of the Vert.x event-bus bridge. All are ASCII.
 *
 * @see <a href="https://vertx.io/docs/vertx-web/java/#_sockjs_event_bus_bridge">Vert.x event-bus bridge</a>
 */
final class Frame {

    // A quotation mark within a text has a backslash before it, so these are found as names only.
    private static final String NUMBER = "\"seq\":";
    private static final String LEFT_OUT = "\"leftOut\":";

    static final String PONG = "{\"type\":\"pong\"}";

    private Frame() {}

    /** A message's body with its number, time and publisher; the message must be a JSON object. */
    static String body(Published<?> message) {
        String fields = Json.encode(message.body());
        StringBuilder body = new StringBuilder(fields.length() + 128).append(fields, 0, fields.length() - 1);
        if (fields.length() > 2) {
            body.append(',');
        }
        body.append("\"seq\":")
                .append(message.seq())
                .append(",\"at\":")
                .append(Json.encode(message.at()))
                .append(",\"controller\":")
                .append(Json.encode(message.controller()))
                .append('}');
        return AsciiJson.of(body.toString());
    }

    /** The same message with another number. */
    static String renumbered(String body, long seq) {
        int begin = body.lastIndexOf(NUMBER) + NUMBER.length();
        return body.substring(0, begin) + seq + body.substring(body.indexOf(',', begin));
    }

    /** A server's line with another count of those that were left out before it. */
    static String leavingOut(String body, long lines) {
        int begin = body.indexOf(LEFT_OUT) + LEFT_OUT.length();
        return body.substring(0, begin) + lines + body.substring(body.indexOf(',', begin));
    }

    /**
     * What a subscriber or asker receives.
     *
     * @param address the topic, or the asker's reply address
     * @param body JSON
     */
    static String message(String address, String body) {
        return "{\"type\":\"rec\",\"address\":" + AsciiJson.of(Json.encode(address)) + ",\"body\":" + body + "}";
    }

    /**
     * An error: the fields of a failed reply, with the code where the bridge has its short error names, and the problem
     * document that REST would have answered with.
     *
     * @param address the asker's reply address, else the address at fault, or null
     */
    static String error(String address, Problem problem) {
        var frame = Json.object()
                .put("type", "err")
                .put("failureCode", problem.status())
                .put("failureType", "RECIPIENT_FAILURE")
                .put("message", Objects.requireNonNullElse(problem.detail(), problem.code()))
                .put("body", problem.code());
        if (address != null) {
            frame.put("address", address);
        }
        frame.set("problem", Json.tree(problem));
        return AsciiJson.of(frame.toString());
    }
}
