package io.conclave.kv.ring;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Places on the ring: the numbers from 0 to 2^32 - 1, of which the last is followed by the first. */
public final class Place {

    /** How many places there are. */
    public static final long COUNT = 1L << 32;

    private Place() {}

    /** Where a key is: its CRC32. */
    public static long of(byte[] key) {
        CRC32 crc = new CRC32();
        crc.update(key, 0, key.length);
        return crc.getValue();
    }

    /** Where the UTF-8 bytes of a text are. */
    static long of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }
}
