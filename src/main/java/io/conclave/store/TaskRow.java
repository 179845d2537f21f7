package io.conclave.store;

import java.time.Instant;

/**
 * A row of {@code tasks}.
 *
 * @param id rising number
 * @param status {@code queued}, {@code running} or {@code done}
 * @param payload JSON object
 * @param createdAt when it was queued
 * @param updatedAt when its status last changed
 */
public record TaskRow(long id, String status, String payload, Instant createdAt, Instant updatedAt) {}
