package io.conclave.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;

/**
 * A disk that loses in a power failure all that was not synced: the bytes of a file whose {@code sync} was not called,
 * and in a folder each new and each deleted name since its last sync. Stricter than any real file system, which keeps
 * some of it by luck. Every file has one more name in a folder of its own, so that what is deleted can come back.
 */
public final class ForgetfulDisk implements Disk {

    private final Disk disk = new LocalDisk();
    private final Path keep;
    private final List<Loss> losses = new ArrayList<>();
    private final List<Path> unsynced = new ArrayList<>();
    private int kept;

    /** @param keep a folder on the same file system, outside of the storage root */
    public ForgetfulDisk(Path keep) {
        this.keep = keep;
        try {
            Files.createDirectories(keep);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a loss of power would undo in a folder. */
    private record Loss(Path folder, Undo undo) {}

    @FunctionalInterface
    private interface Undo {
        void run() throws IOException;
    }

    /** The power fails. */
    public synchronized void forget() {
        try {
            for (int i = losses.size() - 1; i >= 0; i--) {
                losses.get(i).undo.run();
            }
            for (Path file : unsynced) {
                FileChannel.open(file, StandardOpenOption.WRITE).truncate(0).close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized NewFile create(Path path) throws IOException {
        NewFile file = disk.create(path);
        Path inode = keep.resolve("inode-" + kept++);
        Files.createLink(inode, path);
        unsynced.add(inode);
        losses.add(new Loss(path.getParent(), () -> Files.deleteIfExists(path)));
        return new ForgetfulFile(file, inode);
    }

    /** What an earlier process left in the file is on the disk by now; what comes is not. */
    @Override
    public synchronized NewFile append(Path path) throws IOException {
        return Files.exists(path) ? disk.append(path) : create(path);
    }

    @Override
    public FileChannel open(Path path) throws IOException {
        return disk.open(path);
    }

    @Override
    public synchronized void link(Path existing, Path name) throws IOException {
        disk.link(existing, name);
        losses.add(new Loss(name.getParent(), () -> Files.deleteIfExists(name)));
    }

    @Override
    public synchronized boolean delete(Path path) throws IOException {
        if (!Files.exists(path)) {
            return false;
        }
        Path inode = keep.resolve("deleted-" + kept++);
        Files.createLink(inode, path);
        losses.add(new Loss(path.getParent(), () -> Files.createLink(path, inode)));
        return disk.delete(path);
    }

    @Override
    public synchronized void syncFolder(Path folder) throws IOException {
        disk.syncFolder(folder);
        losses.removeIf(loss -> loss.folder.equals(folder));
    }

    @Override
    public long usableBytes(Path folder) throws IOException {
        return disk.usableBytes(folder);
    }

    private final class ForgetfulFile implements NewFile {
        private final NewFile file;
        private final Path inode;

        ForgetfulFile(NewFile file, Path inode) {
            this.file = file;
            this.inode = inode;
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void write(byte[] bytes, int length) throws IOException {
            file.write(bytes, length);
        }

        @Override
        public void copy(FileChannel source, long length, LongPredicate stop) throws IOException {
            file.copy(source, length, stop);
        }

        @Override
        public void sync() throws IOException {
            file.sync();
            synchronized (ForgetfulDisk.this) {
                unsynced.remove(inode);
            }
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
