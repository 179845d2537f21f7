package io.conclave.kv.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Goes over the records between two places of a file, and checks the CRC of each. */
final class RecordWalk {

    private final LogFile file;
    private final ByteBuffer window;
    private final ByteBuffer view;
    private final CRC32C crc = new CRC32C();

    /**
     * A walk.
     *
     * @param windowBytes how much is read at a time, at least the longest record
     */
    RecordWalk(LogFile file, int windowBytes) {
        this.file = file;
        this.window = ByteBuffer.allocateDirect(windowBytes);
        this.view = window.duplicate();
    }

    /** Is told of each record. */
    @FunctionalInterface
    interface Visitor {
        /**
         * A record.
         *
         * @param in has the whole record
         * @param at where it begins there
         * @param length of the record
         * @param place where it begins in the file
         */
        void record(ByteBuffer in, int at, int length, long place) throws IOException;
    }

    /**
     * Walks.
     *
     * @param from where a record begins
     * @param to where one ends
     * @throws CorruptLogException where a record is not sound
     */
    void walk(long from, long to, Visitor visitor) throws IOException {
        long place = from;
        while (place < to) {
            window.clear().limit((int) Math.min(window.capacity(), to - place));
            file.read(window, place);
            int whole = visitWhole(place, visitor);
            if (whole == 0) {
                throw new CorruptLogException(place, "a record without an end");
            }
            place += whole;
        }
    }

    private int visitWhole(long place, Visitor visitor) throws IOException {
        int at = 0;
        int filled = window.limit();
        while (at + Layout.BODY <= filled) {
            int length = window.getInt(at + Layout.LENGTH);
            if (length < Layout.BODY || length > Layout.MAX_RECORD_BYTES) {
                throw new CorruptLogException(place + at, "a record of " + length + " bytes");
            }
            if (at + length > filled) {
                break;
            }
            crc.reset();
            crc.update(view.limit(at + length).position(at + Layout.LENGTH));
            if ((int) crc.getValue() != window.getInt(at)) {
                throw new CorruptLogException(place + at, "a record with a wrong CRC");
            }
            visitor.record(window, at, length, place + at);
            at += length;
        }
        return at;
    }

    /** The key of a put or a deletion. */
    static byte[] key(ByteBuffer in, int at) {
        int request = (in.get(at + Layout.FLAGS) & Layout.HAS_REQUEST) != 0 ? Layout.REQUEST_BYTES : 0;
        byte[] key = new byte[Short.toUnsignedInt(in.getShort(at + Layout.KEY_LENGTH))];
        in.get(at + Layout.BODY + request, key);
        return key;
    }
}
