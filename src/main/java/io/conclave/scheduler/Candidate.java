package io.conclave.scheduler;

import java.time.Instant;

/**
 * The file that would move first.
 *
 * @param id which
 * @param name its name
 * @param sizeBytes its length
 * @param createdAt when it was made
 * @param node where it is
 * @param verdict why it was chosen, or why it stays though it was looked at first
 */
public record Candidate(String id, String name, long sizeBytes, Instant createdAt, String node, FileVerdict verdict) {}
