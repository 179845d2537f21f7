package io.conclave.kv.replica;

/**
 * Which keys to list.
 *
 * @param prefix of no bytes for all keys
 * @param after only keys above this one; of no bytes for the first page
 * @param limit 1 to 1,000 keys; a page ends sooner where its values come to more than 2 MiB
 * @param keysOnly leaves the values out
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record ScanQuery(byte[] prefix, byte[] after, int limit, boolean keysOnly) {}
