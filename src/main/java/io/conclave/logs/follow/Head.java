package io.conclave.logs.follow;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/**
 * The beginning of a file, by which one is told from another of the same name, and found again under another name.
 * FNV-1a over 64 bits: nobody chooses the bytes in order to deceive.
 *
 * @see <a href="http://www.isthe.com/chongo/tech/comp/fnv/">FNV</a>
 * @param hash of the bytes
 * @param length how many bytes, 0 to {@value #LONGEST}
 */
record Head(long hash, int length) {

    /** The most bytes that are hashed: two lines or so, with their times. */
    static final int LONGEST = 256;

    private static final long BASIS = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    /** Of no byte at all. */
    static final Head NONE = new Head(BASIS, 0);

    /** The head of a file over so many bytes, or of as many as it has. */
    static Head of(FileChannel channel, long bytes) throws IOException {
        ByteBuffer first = ByteBuffer.allocate((int) Math.min(bytes, LONGEST));
        while (first.hasRemaining() && channel.read(first, first.position()) > 0) {
            // Until there is no more.
        }
        return of(Arrays.copyOf(first.array(), first.position()));
    }

    /** The head that these bytes make. */
    static Head of(byte[] first) {
        long hash = BASIS;
        for (byte each : first) {
            hash = (hash ^ each & 0xff) * PRIME;
        }
        return new Head(hash, first.length);
    }

    /** Whether a file begins with these bytes. */
    boolean fits(FileChannel channel) throws IOException {
        return equals(of(channel, length));
    }
}
