package io.conclave.kv.data;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * Reads and writes the messages of Put and Get as bytes, without an object for each message and field: these two are
 * most of what a store does. What they mean is in {@code keyvalue.proto}; a test holds this against the generated
 * classes.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">Protocol Buffers: Encoding</a>
 */
final class LeanMessages {

    /** Before each message: whether it is compressed, and how long it is. */
    static final int PREFIX = 5;

    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int LENGTH = 2;
    private static final int FIXED_32 = 5;
    private static final int LONGEST_VARINT = 10;

    private LeanMessages() {}

    /** The bytes are no message. */
    static final class MalformedException extends RuntimeException {
        MalformedException(String message) {
            super(message, null, false, false);
        }
    }

    /**
     * The fields of a PutRequest or, of which the key alone is used, a GetRequest. Reading one costs its two arrays.
     */
    static final class Request {

        private final ByteBuf buffer;
        private final int end;
        private int at;

        /** Where a key begins and how long it is; 0 bytes where there is none. */
        private int keyAt;

        private int keyBytes;
        private int valueAt;
        private int valueBytes;
        boolean hasIfVersion;
        long ifVersion;
        boolean hasIdentity;
        long client;
        long number;
        long firstIncomplete;

        /** Reads a message that lies between two places of a buffer. */
        Request(ByteBuf buffer, int from, int end) {
            this.buffer = buffer;
            this.at = from;
            this.end = end;
            read();
        }

        private void read() {
            while (at < end) {
                long tag = varint(end);
                int field = (int) (tag >>> 3);
                int type = (int) tag & 7;
                if (field == 1 && type == LENGTH) {
                    keyBytes = length(end);
                    keyAt = at;
                    at += keyBytes;
                } else if (field == 2 && type == LENGTH) {
                    valueBytes = length(end);
                    valueAt = at;
                    at += valueBytes;
                } else if (field == 3 && type == VARINT) {
                    hasIfVersion = true;
                    ifVersion = varint(end);
                } else if (field == 4 && type == LENGTH) {
                    hasIdentity = true;
                    int length = length(end);
                    identity(at + length);
                } else {
                    skip(field, type, end);
                }
            }
        }

        private void identity(int until) {
            while (at < until) {
                long tag = varint(until);
                int field = (int) (tag >>> 3);
                int type = (int) tag & 7;
                if (field == 1 && type == FIXED_64) {
                    need(Long.BYTES, until);
                    client = buffer.getLongLE(at);
                    at += Long.BYTES;
                } else if (field == 2 && type == VARINT) {
                    number = varint(until);
                } else if (field == 3 && type == VARINT) {
                    firstIncomplete = varint(until);
                } else {
                    skip(field, type, until);
                }
            }
        }

        private void skip(int field, int type, int until) {
            if (field == 0) {
                throw new MalformedException("there is no field 0");
            }
            switch (type) {
                case VARINT -> varint(until);
                case FIXED_64 -> advance(Long.BYTES, until);
                case LENGTH -> advance(length(until), until);
                case FIXED_32 -> advance(Integer.BYTES, until);
                default -> throw new MalformedException("field " + field + " is of an unknown type");
            }
        }

        private void advance(int bytes, int until) {
            need(bytes, until);
            at += bytes;
        }

        private void need(int bytes, int until) {
            if (bytes > until - at) {
                throw new MalformedException("the message ends within a field");
            }
        }

        private int length(int until) {
            long length = varint(until);
            if (length < 0 || length > until - at) {
                throw new MalformedException("a field is longer than the message");
            }
            return (int) length;
        }

        private long varint(int until) {
            long value = 0;
            for (int i = 0; i < LONGEST_VARINT; i++) {
                if (at >= until) {
                    throw new MalformedException("the message ends within a number");
                }
                byte b = buffer.getByte(at);
                at++;
                value |= (long) (b & 0x7f) << (7 * i);
                if (b >= 0) {
                    return value;
                }
            }
            throw new MalformedException("a number has more than 10 bytes");
        }

        int keyBytes() {
            return keyBytes;
        }

        int valueBytes() {
            return valueBytes;
        }

        byte[] key() {
            return bytes(keyAt, keyBytes);
        }

        byte[] value() {
            return bytes(valueAt, valueBytes);
        }

        private byte[] bytes(int from, int length) {
            byte[] bytes = new byte[length];
            buffer.getBytes(from, bytes);
            return bytes;
        }
    }

    /** A PutResponse with its prefix. */
    static ByteBuf putResponse(ByteBufAllocator buffers, boolean applied, long version) {
        int length = (applied ? 2 : 0) + numberBytes(version);
        ByteBuf buffer = prefixed(buffers, length);
        if (applied) {
            buffer.writeByte(8).writeByte(1);
        }
        number(buffer, 16, version);
        return buffer;
    }

    /** A GetResponse with its prefix. */
    static ByteBuf getResponse(ByteBufAllocator buffers, boolean found, byte[] value, long version) {
        int valueLength = value.length == 0 ? 0 : 1 + varintBytes(value.length) + value.length;
        ByteBuf buffer = prefixed(buffers, (found ? 2 : 0) + valueLength + numberBytes(version));
        if (found) {
            buffer.writeByte(8).writeByte(1);
        }
        if (value.length > 0) {
            buffer.writeByte(18);
            varint(buffer, value.length);
            buffer.writeBytes(value);
        }
        number(buffer, 24, version);
        return buffer;
    }

    private static ByteBuf prefixed(ByteBufAllocator buffers, int length) {
        return buffers.buffer(PREFIX + length).writeByte(0).writeInt(length);
    }

    private static int numberBytes(long number) {
        return number == 0 ? 0 : 1 + varintBytes(number);
    }

    private static void number(ByteBuf buffer, int tag, long number) {
        if (number != 0) {
            buffer.writeByte(tag);
            varint(buffer, number);
        }
    }

    private static int varintBytes(long value) {
        return (70 - Long.numberOfLeadingZeros(value | 1)) / 7;
    }

    private static void varint(ByteBuf buffer, long value) {
        long left = value;
        while ((left & ~0x7fL) != 0) {
            buffer.writeByte((int) (left & 0x7f | 0x80));
            left >>>= 7;
        }
        buffer.writeByte((int) left);
    }
}
