package io.conclave.storage;

/**
 * A file that a storage has under its final name.
 *
 * @param id its id
 * @param sizeBytes its length
 */
public record Holding(String id, long sizeBytes) {}
