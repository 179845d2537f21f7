package io.conclave.store;

import java.time.Instant;

/**
 * The part of a file's row that is kept in memory of every file.
 *
 * @param id a time-ordered UUID
 * @param name as the user gave it
 * @param node where it is
 * @param sizeBytes its length
 * @param createdAt when it was stored first
 */
public record FileBrief(String id, String name, String node, long sizeBytes, Instant createdAt) {}
