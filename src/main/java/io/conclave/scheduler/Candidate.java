package io.conclave.scheduler;

import java.time.Instant;

/**
 * The file that would move first.
 *
 * @param id which
 * @param name its name
 * @param sizeBytes its length
 * @param createdAt when it was made; the newest on the source is taken
 * @param node where it is
 */
public record Candidate(String id, String name, long sizeBytes, Instant createdAt, String node) {}
