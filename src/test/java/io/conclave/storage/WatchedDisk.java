package io.conclave.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongPredicate;

/** A real disk that asks before each call, and counts what is open. */
public abstract class WatchedDisk implements Disk {

    private final Disk disk = new LocalDisk();
    private final AtomicInteger open = new AtomicInteger();

    public enum Call {
        CREATE,
        OPEN,
        LINK,
        DELETE,
        SYNC_FOLDER,
        WRITE,
        COPY,
        SYNC
    }

    /** Returns, waits, or throws what the call is to throw. */
    public abstract void before(Call call, Path path) throws IOException;

    /** How many files that are being written are not closed. */
    public final int open() {
        return open.get();
    }

    @Override
    public NewFile create(Path path) throws IOException {
        before(Call.CREATE, path);
        NewFile file = disk.create(path);
        open.incrementAndGet();
        return new WatchedFile(path, file);
    }

    @Override
    public NewFile append(Path path) throws IOException {
        before(Call.CREATE, path);
        NewFile file = disk.append(path);
        open.incrementAndGet();
        return new WatchedFile(path, file);
    }

    @Override
    public FileChannel open(Path path) throws IOException {
        before(Call.OPEN, path);
        return disk.open(path);
    }

    @Override
    public void link(Path existing, Path name) throws IOException {
        before(Call.LINK, name);
        disk.link(existing, name);
    }

    @Override
    public boolean delete(Path path) throws IOException {
        before(Call.DELETE, path);
        return disk.delete(path);
    }

    @Override
    public void syncFolder(Path folder) throws IOException {
        before(Call.SYNC_FOLDER, folder);
        disk.syncFolder(folder);
    }

    @Override
    public long usableBytes(Path folder) throws IOException {
        return disk.usableBytes(folder);
    }

    private final class WatchedFile implements NewFile {
        private final Path path;
        private final NewFile file;
        private boolean closed;

        WatchedFile(Path path, NewFile file) {
            this.path = path;
            this.file = file;
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void write(byte[] bytes, int length) throws IOException {
            before(Call.WRITE, path);
            file.write(bytes, length);
        }

        @Override
        public void copy(FileChannel source, long length, LongPredicate stop) throws IOException {
            try {
                before(Call.COPY, path);
            } catch (IOException afterHalf) {
                file.copy(source, length / 2, stop);
                throw afterHalf;
            }
            file.copy(source, length, stop);
        }

        @Override
        public void sync() throws IOException {
            before(Call.SYNC, path);
            file.sync();
        }

        @Override
        public void close() throws IOException {
            if (!closed) {
                closed = true;
                open.decrementAndGet();
            }
            file.close();
        }
    }
}
