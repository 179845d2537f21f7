package io.conclave.kv.replica;

/**
 * One committed change.
 *
 * @param value null: the key was deleted
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record Change(byte[] key, byte[] value, long version) {}
