package io.conclave.kv.client;

/**
 * A change of a key, once it is acknowledged or can be.
 *
 * @param group the group that the key belonged to
 * @param value null: the key was deleted
 * @param version rises with each change of the key
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record KvChange(String group, byte[] key, byte[] value, long version) {}
