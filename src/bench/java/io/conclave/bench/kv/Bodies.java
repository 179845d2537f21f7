package io.conclave.bench.kv;

import java.nio.ByteBuffer;
import java.util.Random;

/** Random values, and how gRPC puts a message into a body. */
final class Bodies {

    private static final int PREFIX_BYTES = 5;

    private final Random random = new Random();

    /** A value that no part of the way could shorten: random, but without zeros, at which redis-benchmark would end. */
    byte[] value(int bytes) {
        byte[] value = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            value[i] = (byte) random.nextInt(1, 256);
        }
        return value;
    }

    /** The message as the one message of a call: not compressed, with its length before it. */
    static byte[] framed(byte[] message) {
        return ByteBuffer.allocate(PREFIX_BYTES + message.length)
                .put((byte) 0)
                .putInt(message.length)
                .put(message)
                .array();
    }
}
