package io.conclave.scheduler;

import java.time.Instant;

/**
 * A node's standing with the scheduler.
 *
 * @param drained whether an operator took it out
 * @param reason what the operator gave, or null
 * @param updatedAt when, or null
 * @param available whether it could take files: up, and its storage answers
 */
public record NodeDrain(boolean drained, String reason, Instant updatedAt, boolean available) {}
