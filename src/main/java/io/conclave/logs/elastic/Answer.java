package io.conclave.logs.elastic;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * An answer over HTTP.
 *
 * @param status of HTTP
 * @param body JSON; a missing node where the answer had none
 */
record Answer(int status, JsonNode body) {

    private static final int TOO_MANY = 429;
    private static final int BAD_GATEWAY = 502;

    /** Whether it did what it was asked for. */
    boolean isOk() {
        return status >= 200 && status < 300;
    }

    /** Whether the same call may well be answered a while later. */
    boolean isOverload() {
        return status == TOO_MANY || status >= BAD_GATEWAY;
    }
}
