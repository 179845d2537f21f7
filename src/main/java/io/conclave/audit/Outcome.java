package io.conclave.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * How a measure ended, as it goes to the database.
 *
 * @param state anything but pending
 * @param at when
 * @param recoverMs as in {@link Measured}
 * @param shortfall what was missing, or null
 * @param metrics what was measured, or null
 */
record Outcome(MeasureState state, Instant at, Long recoverMs, Shortfall shortfall, JsonNode metrics) {

    static Outcome measured(Instant at, Long recoverMs, JsonNode metrics) {
        return new Outcome(MeasureState.MEASURED, at, recoverMs, null, metrics);
    }

    static Outcome unmeasured(Instant at, Shortfall why) {
        return new Outcome(MeasureState.UNMEASURED, at, null, why, null);
    }

    Measured toMeasured() {
        return new Measured(
                state,
                at,
                recoverMs,
                shortfall == null ? null : shortfall.reason(),
                shortfall == null ? null : shortfall.sentence(),
                metrics);
    }
}
