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
 * @param afterMetrics what was measured after it, as JSON, or null
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
        JsonNode afterMetrics) {}
