package io.conclave.kv.log;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Writes and finds sync marks; see {@link Layout}. */
final class SyncMark {

    private SyncMark() {}

    /**
     * Writes a mark.
     *
     * @param at where in the buffer
     * @param place of the mark in the file
     */
    static void put(ByteBuffer into, int at, long place, long salt, long synced, long committed) {
        into.putInt(at + Layout.LENGTH, Layout.MARK_BYTES)
                .put(at + Layout.TYPE, Layout.SYNC_MARK)
                .put(at + Layout.FLAGS, (byte) 0)
                .putShort(at + Layout.KEY_LENGTH, (short) 0)
                .putLong(at + Layout.POSITION, synced)
                .putLong(at + Layout.VERSION, committed)
                .putLong(at + Layout.MARK_PLACE, place)
                .putLong(at + Layout.MARK_SALT, salt);
        into.putInt(at + Layout.CRC, crc(into, at));
    }

    /** Whether a sound mark of this file begins here. */
    static boolean isAt(ByteBuffer in, int at, long place, long salt) {
        return in.getInt(at + Layout.LENGTH) == Layout.MARK_BYTES
                && in.get(at + Layout.TYPE) == Layout.SYNC_MARK
                && in.getLong(at + Layout.MARK_PLACE) == place
                && in.getLong(at + Layout.MARK_SALT) == salt
                && in.getInt(at + Layout.CRC) == crc(in, at);
    }

    private static int crc(ByteBuffer in, int at) {
        CRC32C crc = new CRC32C();
        crc.update(in.duplicate().limit(at + Layout.MARK_BYTES).position(at + Layout.LENGTH));
        return (int) crc.getValue();
    }
}
