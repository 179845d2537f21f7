package io.conclave.web.stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.bus.Json;

/** A message on its way out: made into a frame once, and taken apart once, for however many viewers. */
final class Outgoing {

    private final String topic;
    private final String body;
    private String frame;
    private JsonNode tree;

    /**
     * @param topic its address
     * @param body JSON, with number, time and publisher
     */
    Outgoing(String topic, String body) {
        this.topic = topic;
        this.body = body;
    }

    String topic() {
        return topic;
    }

    String body() {
        return body;
    }

    /** The text that goes out to those who want it as it is. */
    String frame() {
        if (frame == null) {
            frame = Frame.message(topic, body);
        }
        return frame;
    }

    /** What it says. */
    JsonNode tree() {
        if (tree == null) {
            tree = Json.parse(body);
        }
        return tree;
    }
}
