package io.conclave.store;

import java.time.Instant;

/**
 * A row of {@code node_state}.
 *
 * @param node which
 * @param drained whether an operator took it out
 * @param reason why, in the operator's words, or null
 * @param updatedAt when
 */
public record NodeStateRow(String node, boolean drained, String reason, Instant updatedAt) {}
