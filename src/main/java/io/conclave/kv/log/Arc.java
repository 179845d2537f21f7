package io.conclave.kv.log;

import java.util.zip.CRC32;

/**
 * A part of the ring: the places above {@code from} up to and with {@code to}, over zero where {@code from} is not
 * below {@code to}.
 *
 * @param from unsigned 32 bit, exclusive
 * @param to unsigned 32 bit, inclusive
 */
public record Arc(long from, long to) {

    private static final long HIGHEST = 0xFFFF_FFFFL;

    public Arc {
        if (from < 0 || from > HIGHEST || to < 0 || to > HIGHEST) {
            throw new IllegalArgumentException("an arc is (" + from + ", " + to + "], but must be within 0 to 2^32-1");
        }
    }

    /** Whether a place is on this arc. */
    public boolean contains(long place) {
        return from < to ? place > from && place <= to : place > from || place <= to;
    }

    /** A key's place on the ring: its CRC32, unsigned. */
    public static long place(byte[] key) {
        CRC32 crc = new CRC32();
        crc.update(key, 0, key.length);
        return crc.getValue();
    }
}
