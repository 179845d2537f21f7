package io.conclave.store;

import java.time.Instant;

/**
 * Which rows of the audit trail; each part may be null for all.
 *
 * @param before only rows with a smaller id
 * @param action code of the only action
 * @param node the only node
 * @param status code of the only status
 * @param actor the only actor
 * @param from only rows that began then or later
 * @param to only rows that began earlier
 */
public record OperationFilter(
        Long before, String action, String node, String status, String actor, Instant from, Instant to) {

    /** Every row. */
    public static final OperationFilter ALL = new OperationFilter(null, null, null, null, null, null, null);
}
