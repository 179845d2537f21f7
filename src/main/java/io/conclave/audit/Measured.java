package io.conclave.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.bus.Sentence;
import java.time.Instant;

/**
 * What was measured after an operation.
 *
 * @param state how it stands
 * @param at when it was measured or given up, or null where that is still to come
 * @param recoverMs milliseconds from the end of the action until the ensemble had settled, to the precision of the
 *     polls; null where it has not, and where this is not about settling
 * @param reason what was missing, or why nothing was measured, or null
 * @param sentence the reason in words, or null
 * @param metrics what was measured, as JSON, or null
 */
public record Measured(
        MeasureState state, Instant at, Long recoverMs, MeasureReason reason, Sentence sentence, JsonNode metrics) {

    /** What is still to come. */
    static final Measured PENDING = new Measured(MeasureState.PENDING, null, null, null, null, null);
}
