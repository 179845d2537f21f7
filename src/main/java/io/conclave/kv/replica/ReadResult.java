package io.conclave.kv.replica;

/**
 * What a read found.
 *
 * @param found whether there is such a key
 * @param value never null; of no bytes where there is no such key
 * @param version 0 where there is no such key
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record ReadResult(boolean found, byte[] value, long version) {

    /** There is no such key. */
    public static final ReadResult ABSENT = new ReadResult(false, new byte[0], 0);
}
