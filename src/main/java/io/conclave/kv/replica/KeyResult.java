package io.conclave.kv.replica;

/**
 * What a write came to for one key.
 *
 * @param found whether there was such a key before
 * @param version the version of this write (of a deletion too); where nothing was written, the version that stands, 0
 *     for no such key
 */
public record KeyResult(boolean found, long version) {}
