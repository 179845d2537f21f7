package io.conclave.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Reads the last lines of a text file without reading the rest; the cost is bounded whatever the file's size. */
final class LogFileTail {

    /** The most that is read, in bytes: lines that lie further from the end are left out. */
    private static final int MOST_BYTES = 1 << 20;

    private static final int BLOCK = 16 << 10;

    private LogFileTail() {}

    /**
     * The last lines, oldest first; fewer than asked for where the file has fewer, or where they are longer than a
     * mebibyte together. Bytes that are no UTF-8 become the replacement character.
     */
    static List<String> read(Path file, int lines) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long end = channel.size();
            ByteBuffer tail = ByteBuffer.allocate((int) Math.min(end, MOST_BYTES));
            int start = tail.capacity();
            int newlines = 0;
            while (start > 0 && newlines <= lines) {
                int size = Math.min(BLOCK, start);
                start -= size;
                readFully(channel, tail.slice(start, size), end - tail.capacity() + start);
                newlines += count(tail, start, size);
            }
            List<String> all = new String(tail.array(), start, tail.capacity() - start, StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            boolean firstIsCut = end - tail.capacity() + start > 0;
            int from = Math.max(firstIsCut ? 1 : 0, all.size() - lines);
            return List.copyOf(all.subList(Math.min(from, all.size()), all.size()));
        }
    }

    private static void readFully(FileChannel channel, ByteBuffer into, long position) throws IOException {
        long at = position;
        while (into.hasRemaining()) {
            int read = channel.read(into, at);
            if (read < 0) {
                return; // The file was truncated meanwhile: what is missing stays NUL.
            }
            at += read;
        }
    }

    private static int count(ByteBuffer tail, int from, int size) {
        int newlines = 0;
        for (int i = from; i < from + size; i++) {
            if (tail.get(i) == '\n') {
                newlines++;
            }
        }
        return newlines;
    }
}
