package io.conclave.store;

import java.time.Instant;

/**
 * A row of {@code operation_measures}: what was measured after an operation ended, or why nothing was.
 *
 * @param operationId of which operation
 * @param kind {@link #SETTLED} or {@link #LATER}
 * @param state code of how it went
 * @param at when it was measured or given up
 * @param recoverMs from the end of the action until the ensemble had settled, or null
 * @param reason code of what was missing, or null
 * @param facts JSON object that the reason's sentence is filled with, or null
 * @param metrics JSON, or null
 */
public record OperationMeasureRow(
        long operationId,
        String kind,
        String state,
        Instant at,
        Long recoverMs,
        String reason,
        String facts,
        String metrics) {

    /** The kind of a measure that was taken when the ensemble had settled. */
    public static final String SETTLED = "settled";

    /** The kind of a measure that was taken some time after the end. */
    public static final String LATER = "later";
}
