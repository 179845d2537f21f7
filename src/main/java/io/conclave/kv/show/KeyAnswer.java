package io.conclave.kv.show;

/**
 * A key, where it lies and what came of what was done to it.
 *
 * @param key which
 * @param place on the ring: its CRC32
 * @param group whose it is, or null where the ring is not known
 * @param primary who was asked, such as {@code kv/g1/1}, or null
 * @param found whether the key is there, after what was done
 * @param version its version, or 0
 * @param value its text, 4,096 characters at the most; null where there is none or it is no text
 * @param valueBytes the value's size
 * @param applied whether a write was done; false where the version was another one; null for a read
 * @param tookMs how long the call took
 */
public record KeyAnswer(
        String key,
        long place,
        String group,
        String primary,
        boolean found,
        long version,
        String value,
        long valueBytes,
        Boolean applied,
        double tookMs) {}
