package io.conclave.store;

import java.time.Instant;

/**
 * A row of {@code decisions}.
 *
 * @param id rising number
 * @param planId of which plan
 * @param inputHash over the inputs
 * @param inputs JSON
 * @param plan JSON
 * @param createdAt when
 */
public record DecisionRow(long id, String planId, String inputHash, String inputs, String plan, Instant createdAt) {}
