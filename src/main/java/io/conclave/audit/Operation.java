package io.conclave.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * One row of the audit trail.
 *
 * @param id rising number
 * @param timestamp when it began
 * @param actor who asked: {@code rest}, {@code page}, {@code scheduler}, {@code workload}, {@code recovery}, or a name
 * @param action what
 * @param node to which node, or null
 * @param status how it stands
 * @param details what belongs to this action, as JSON
 * @param beforeMetrics what was measured before it, as JSON, or null
 * @param afterMetrics what was measured the moment it ended, as JSON, or null
 * @param endedAt when it ended, or null while it runs and where nobody saw it end
 * @param durationMs how long it took, milliseconds, or null where that is not known
 * @param settled when the ensemble had settled after it and how it was then; null where it is not followed
 * @param later how the ensemble was a minute after its end; null where it is not followed
 */
public record Operation(
        long id,
        Instant timestamp,
        String actor,
        Action action,
        String node,
        OperationStatus status,
        JsonNode details,
        JsonNode beforeMetrics,
        JsonNode afterMetrics,
        Instant endedAt,
        Long durationMs,
        Measured settled,
        Measured later) {

    /** Whether it has ended and the ensemble is watched, or was to be watched, from then on. */
    static boolean isFollowed(Action action, OperationStatus status, Instant endedAt) {
        return action.isFollowed() && status != OperationStatus.REFUSED && endedAt != null;
    }

    /** The same with what was measured when the ensemble had settled. */
    Operation withSettled(Measured measured) {
        return new Operation(
                id,
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
                measured,
                later);
    }

    /** The same with what was measured a minute later. */
    Operation withLater(Measured measured) {
        return new Operation(
                id,
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
                measured);
    }
}
