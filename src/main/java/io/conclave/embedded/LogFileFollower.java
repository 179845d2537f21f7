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

    LogFileFollower(Path file, Consumer<String> lines) {
        this.file = file;
        this.lines = lines;
    }

    /**
     * Follows until the thread is interrupted.
     *
     * @throws InterruptedException which is how it ends
     * @throws IOException where the file is there but cannot be read
     */
    void run() throws InterruptedException, IOException {
        boolean fromEnd = Files.exists(file);
        while (true) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                Object key = key();
                long position = fromEnd ? channel.size() : 0;
                while (true) {
                    boolean replaced = !key.equals(key());
                    position = read(channel, position);
                    if (replaced) {
                        break;
                    }
                    Thread.sleep(PAUSE_MS);
                }
            } catch (NoSuchFileException e) {
                Thread.sleep(PAUSE_MS);
            }
            fromEnd = false;
        }
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
