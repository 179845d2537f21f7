package io.conclave.kv.client;

/**
 * A key with its value.
 *
 * @param value of no bytes where only keys were asked for
 * @param version rises with each write of the key
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record KvEntry(byte[] key, byte[] value, long version) {}
