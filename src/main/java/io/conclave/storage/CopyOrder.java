package io.conclave.storage;

/**
 * Which file is copied to a node.
 *
 * @param id of the file
 * @param sizeBytes its length, as the database has it
 * @param sha256 of its bytes, as the database has it
 */
public record CopyOrder(String id, long sizeBytes, String sha256) {}
