package io.conclave.bench.stream;

import io.conclave.bus.Json;
import io.conclave.bus.Topic;

/**
 * What is sent to the viewers, again and again with another number.
 *
 * @param topic on which
 * @param body with which content
 */
record Message<T>(Topic<T> topic, T body) {

    private static final String AFTER_NUMBER =
            ",\"at\":\"2026-01-01T00:00:00.000Z\",\"controller\":{\"id\":\"bench\",\"epoch\":1}}}";

    /** All of the frame that the product would send before its number. */
    String beforeNumber() {
        String fields = Json.encode(body);
        return "{\"type\":\"rec\",\"address\":\"" + topic.address() + "\",\"body\":"
                + fields.substring(0, fields.length() - 1) + ",\"seq\":";
    }

    /** All of the frame behind it. */
    String afterNumber() {
        return AFTER_NUMBER;
    }
}
