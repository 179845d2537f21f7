package io.conclave.logs.follow;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.GZIPInputStream;

/** A forerunner of a log that its writer has compressed by gzip. */
final class Compressed {

    private static final String ENDING = ".gz";
    private static final int BLOCK = 64 << 10;
    private static final long MOST_UNPACKED_BYTES = 4L << 30;

    private Compressed() {}

    static boolean is(Path path) {
        return path.getFileName().toString().endsWith(ENDING);
    }

    /** Whether what it was made of is there still, so that it may be incomplete. */
    static boolean isBeingMade(Path path) {
        String name = path.getFileName().toString();
        return Files.exists(path.resolveSibling(name.substring(0, name.length() - ENDING.length())));
    }

    /** Whether its contents begin with these bytes. */
    static boolean beginsWith(Path path, Head head) throws IOException {
        try (InputStream in = contents(path)) {
            return head.length() > 0 && Head.of(in.readNBytes(head.length())).equals(head);
        }
    }

    /** Its contents, in a file of their own that is gone when it is closed. */
    static FileChannel unpacked(Path path) throws IOException {
        Path unpacked = Files.createTempFile("conclave-log-", ".tmp");
        FileChannel channel = FileChannel.open(
                unpacked, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        try (InputStream in = contents(path)) {
            byte[] block = new byte[BLOCK];
            for (int got = in.read(block); got >= 0; got = in.read(block)) {
                if (channel.size() > MOST_UNPACKED_BYTES) {
                    throw new IOException(path + " has more than " + MOST_UNPACKED_BYTES + " bytes");
                }
                ByteBuffer bytes = ByteBuffer.wrap(block, 0, got);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            }
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static InputStream contents(Path path) throws IOException {
        return new GZIPInputStream(Files.newInputStream(path), BLOCK);
    }
}
