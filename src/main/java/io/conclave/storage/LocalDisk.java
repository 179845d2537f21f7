package io.conclave.storage;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.LongPredicate;

/** The disks of this host. */
public final class LocalDisk implements Disk {

    private static final long PIECE_BYTES = 8L << 20;

    @Override
    public NewFile create(Path path) throws IOException {
        return new Channel(FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    }

    @Override
    public NewFile append(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return create(path);
        }
        requireRegular(path);
        return new Channel(
                FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS));
    }

    /** The kind is looked at first: opening a pipe would wait for whoever writes to it. */
    @Override
    public FileChannel open(Path path) throws IOException {
        requireRegular(path);
        return FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    }

    private static void requireRegular(Path path) throws IOException {
        if (!Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .isRegularFile()) {
            throw new FileSystemException(path.toString(), null, "not a regular file");
        }
    }

    @Override
    public void link(Path existing, Path name) throws IOException {
        Files.createLink(name, existing);
    }

    @Override
    public boolean delete(Path path) throws IOException {
        return Files.deleteIfExists(path);
    }

    @Override
    public void syncFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** One call of the operating system; {@link Files#getFileStore} would read the list of all mounts each time. */
    @Override
    public long usableBytes(Path folder) throws IOException {
        long usable = folder.toFile().getUsableSpace();
        if (usable == 0 && !Files.isDirectory(folder)) {
            throw new NoSuchFileException(folder.toString());
        }
        return usable;
    }

    private record Channel(FileChannel channel) implements NewFile {

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public void write(byte[] bytes, int length) throws IOException {
            ByteBuffer rest = ByteBuffer.wrap(bytes, 0, length);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
        }

        @Override
        public void copy(FileChannel source, long length, LongPredicate stop) throws IOException {
            long position = 0;
            while (position < length) {
                if (stop.test(position)) {
                    throw new InterruptedIOException("stopped at byte " + position);
                }
                long copied = source.transferTo(position, Math.min(PIECE_BYTES, length - position), channel);
                if (copied <= 0) {
                    return;
                }
                position += copied;
            }
        }

        @Override
        public void sync() throws IOException {
            channel.force(true);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
