package io.conclave.store;

import java.time.Instant;

/**
 * A row of {@code operations}, with what was measured after it.
 *
 * @param id rising number; 0 before it is inserted
 * @param timestamp when it began
 * @param actor who asked
 * @param action code of the action
 * @param node to which node, or null
 * @param status code of how it stands
 * @param details JSON object
 * @param beforeMetrics JSON, or null
 * @param afterMetrics JSON, or null
 * @param endedAt when it ended, or null while it runs or where nobody saw it end
 * @param durationMs how long it took, or null where that is not known
 * @param settled what was measured when the ensemble had settled, or null
 * @param later what was measured a minute later, or null
 */
public record OperationRow(
        long id,
        Instant timestamp,
        String actor,
        String action,
        String node,
        String status,
        String details,
        String beforeMetrics,
        String afterMetrics,
        Instant endedAt,
        Long durationMs,
        OperationMeasureRow settled,
        OperationMeasureRow later) {

    /** The same row under the number that it was given. */
    public OperationRow withId(long given) {
        return new OperationRow(
                given,
                timestamp,
                actor,
                action,
                node,
                status,
                details,
                beforeMetrics,
                afterMetrics,
                endedAt,
                durationMs,
                settled,
                later);
    }
}
