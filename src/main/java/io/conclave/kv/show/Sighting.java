package io.conclave.kv.show;

import io.conclave.kv.wire.StatusResponse;
import java.time.Instant;

/**
 * What one member said last, and whether it still answers.
 *
 * @param status its last answer, or null where it never gave one
 * @param at when that came, or null
 * @param nanos the same, in nanoseconds of no known origin
 * @param answers whether the last question to it was answered
 */
record Sighting(StatusResponse status, Instant at, long nanos, boolean answers) {

    static final Sighting NOTHING = new Sighting(null, null, 0, false);

    Sighting answered(StatusResponse answer, Instant when, long whenNanos) {
        return new Sighting(answer, when, whenNanos, true);
    }

    Sighting unanswered() {
        return answers ? new Sighting(status, at, nanos, false) : this;
    }

    boolean isData() {
        return status != null && status.hasData();
    }

    boolean isServer() {
        return status != null && status.hasServer();
    }
}
