package io.conclave.logs.follow;

import io.conclave.logs.LogPosition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/** A file of a log that is open: it stays the same one whatever becomes of its name. */
final class OpenFile implements AutoCloseable {

    private final FileChannel channel;
    private final String key;
    private final long modifiedMs;
    private Head head = Head.NONE;

    private OpenFile(FileChannel channel, String key, long modifiedMs) {
        this.channel = channel;
        this.key = key;
        this.modifiedMs = modifiedMs;
    }

    /**
     * Opens a file; what is compressed is unpacked.
     *
     * @return null where another file took its name meanwhile
     * @throws java.nio.file.NoSuchFileException where there is none
     */
    static OpenFile of(Path path) throws IOException {
        BasicFileAttributes before = attributes(path);
        FileChannel channel =
                Compressed.is(path) ? Compressed.unpacked(path) : FileChannel.open(path, StandardOpenOption.READ);
        try {
            if (key(before).equals(key(attributes(path)))) {
                return new OpenFile(
                        channel, key(before), before.lastModifiedTime().toMillis());
            }
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        channel.close();
        return null;
    }

    /** Which file has a name now: device and inode. */
    static String key(Path path) throws IOException {
        return key(attributes(path));
    }

    private static String key(BasicFileAttributes attributes) {
        return String.valueOf(attributes.fileKey());
    }

    private static BasicFileAttributes attributes(Path path) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        if (!attributes.isRegularFile()) {
            throw new IOException(path + " is no regular file");
        }
        return attributes;
    }

    /** Whether a name leads to a file and not to a link or folder. */
    static boolean isFile(Path path) {
        return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
    }

    String key() {
        return key;
    }

    /** When it was last written, as of its opening. */
    long modifiedMs() {
        return modifiedMs;
    }

    /** Whether this is the file that was read up to that position, or a copy of it. */
    boolean holds(LogPosition position) throws IOException {
        return channel.size() >= Math.max(position.offset(), position.headLength())
                && new Head(position.head(), position.headLength()).fits(channel)
                && (position.headLength() > 0 || position.file().equals(key));
    }

    /** Whether it still is what was read up to an offset, and was not truncated and perhaps written anew. */
    boolean stillHolds(long offset) throws IOException {
        return channel.size() >= offset && head.fits(channel);
    }

    /** The next bytes from an offset on, into a buffer; how many, 0 or less at the end. */
    int read(ByteBuffer into, long offset) throws IOException {
        return channel.read(into.clear(), offset);
    }

    /** Its beginning is known from now on, as far as it has been read. */
    void noteHead(long offset) throws IOException {
        if (head.length() < Math.min(offset, Head.LONGEST)) {
            head = Head.of(channel, offset);
        }
    }

    /** Its beginning, as far as it was noted. */
    Head head() {
        return head;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
