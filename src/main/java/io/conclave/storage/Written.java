package io.conclave.storage;

/**
 * Bytes that lie under their final name, synced, with the temporary name beside it that says that nobody was promised
 * them yet.
 *
 * @param id whose they are
 * @param sizeBytes how many
 * @param sha256 of them, 64 lower-case hexadecimal digits
 */
public record Written(String id, long sizeBytes, String sha256) {}
