package io.conclave.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Consumer;

/**
 * Hands over the lines that are written to a log file from now on, over rotations and truncations. A file that is
 * replaced is read to its end before its successor is begun.
 */
final class LogFileFollower {

    private static final int BLOCK = 64 << 10;
    private static final int LONGEST_LINE = 64 << 10;
    private static final long PAUSE_MS = 200;

    private final Path file;
    private final Consumer<String> lines;
    private final byte[] line = new byte[LONGEST_LINE];
    private int length;
    private boolean fromEnd;

    /** From this moment on lines are new; a file that is not there yet is new as a whole. */
    LogFileFollower(Path file, Consumer<String> lines) {
        this.file = file;
        this.lines = lines;
        this.fromEnd = Files.exists(file);
    }

    /**
     * Follows until the thread is interrupted.
     *
     * @throws InterruptedException which is how it ends
     * @throws IOException where the file is there but cannot be read
     */
    void run() throws InterruptedException, IOException {
        while (true) {
            Object key = key();
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                // Replaced while it was opened, it could be the one or the other.
                if (key.equals(key())) {
                    readUntilReplaced(channel, key, fromEnd ? channel.size() : 0);
                    fromEnd = false;
                }
            } catch (NoSuchFileException e) {
                fromEnd = false;
                Thread.sleep(PAUSE_MS);
            }
        }
    }

    private void readUntilReplaced(FileChannel channel, Object key, long from)
            throws InterruptedException, IOException {
        long position = from;
        boolean replaced;
        do {
            Thread.sleep(PAUSE_MS);
            // Asked before the reading, so that what was written up to the replacement is read too.
            replaced = !key.equals(key());
            position = read(channel, position);
        } while (!replaced);
    }

    /** Which file it is now, whatever its name was before; not the same while there is none. */
    private Object key() throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException e) {
            return new Object();
        }
    }

    private long read(FileChannel channel, long from) throws IOException {
        long position = channel.size() < from ? 0 : from;
        ByteBuffer block = ByteBuffer.allocate(BLOCK);
        int got;
        while ((got = channel.read(block.clear(), position)) > 0) {
            position += got;
            for (int i = 0; i < got; i++) {
                take(block.get(i));
            }
        }
        return position;
    }

    private void take(byte next) {
        if (next == '\n') {
            int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
            lines.accept(new String(line, 0, end, StandardCharsets.UTF_8));
            length = 0;
        } else if (length < LONGEST_LINE) {
            line[length++] = next;
        }
    }
}
