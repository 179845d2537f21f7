package io.conclave.scheduler;

import java.time.Instant;

/**
 * A file that a plan looked at.
 *
 * @param id which
 * @param name its name
 * @param sizeBytes its length
 * @param createdAt when it was made
 */
record PlanFile(String id, String name, long sizeBytes, Instant createdAt) {}
