package io.conclave.kv.replica;

/**
 * One key's part of a {@link Write}. The arrays are not copied: nobody may change them afterwards.
 *
 * @param key 1 to 1,024 bytes
 * @param value up to 1 MiB; null deletes the key
 * @param ifVersion writes only where the key has this version: {@link #ABSENT} where there must be no such key,
 *     {@link #ANY} for no condition
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record KeyWrite(byte[] key, byte[] value, long ifVersion) {

    /** There is no condition. */
    public static final long ANY = -1;

    /** There must be no such key. */
    public static final long ABSENT = 0;

    /** Whether the key is to be deleted. */
    public boolean deletes() {
        return value == null;
    }
}
