package io.conclave.kv.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A log whose syncs can be held up and whose disk can be full, for tests of what rests on it. */
public final class HeldLog {

    private final KvLog log;
    private volatile CountDownLatch held = new CountDownLatch(0);
    private volatile boolean waiting;
    private volatile boolean full;

    private HeldLog(LogSettings settings) throws IOException {
        log = KvLog.open(settings, new Disk(), this::reached);
    }

    /** Opens a log. */
    public static HeldLog open(LogSettings settings) throws IOException {
        return new HeldLog(settings);
    }

    /** The log itself. */
    public KvLog log() {
        return log;
    }

    private void reached(FailPoint point) throws IOException {
        if (point == FailPoint.SYNCING) {
            waiting = true;
            try {
                held.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            } finally {
                waiting = false;
            }
        }
    }

    /** From now on there is no room for another byte, or there is again. */
    public void full(boolean now) {
        full = now;
    }

    /** The next sync waits until it is let go. */
    public void hold() {
        held = new CountDownLatch(1);
    }

    /** Whether a sync waits. */
    public boolean isWaiting() {
        return waiting;
    }

    /** Lets syncs go on. */
    public void letGo() {
        held.countDown();
    }

    private void requireRoom() throws IOException {
        if (full) {
            throw new IOException("No space left on device");
        }
    }

    /** The real disk, but for its room. */
    private final class Disk implements LogFileSystem {

        @Override
        public LogChannel open(Path file) throws IOException {
            return new Channel(DISK.open(file));
        }

        @Override
        public LogChannel create(Path file) throws IOException {
            requireRoom();
            return new Channel(DISK.create(file));
        }

        @Override
        public void rename(Path from, Path to) throws IOException {
            DISK.rename(from, to);
        }

        @Override
        public void syncFolder(Path folder) throws IOException {
            DISK.syncFolder(folder);
        }

        @Override
        public void delete(Path file) throws IOException {
            DISK.delete(file);
        }
    }

    private final class Channel implements LogChannel {

        private final LogChannel real;

        Channel(LogChannel real) {
            this.real = real;
        }

        @Override
        public int read(ByteBuffer into, long at) throws IOException {
            return real.read(into, at);
        }

        @Override
        public int write(ByteBuffer from, long at) throws IOException {
            requireRoom();
            return real.write(from, at);
        }

        @Override
        public void sync() throws IOException {
            real.sync();
        }

        @Override
        public void truncate(long size) throws IOException {
            real.truncate(size);
        }

        @Override
        public long size() throws IOException {
            return real.size();
        }

        @Override
        public void close() throws IOException {
            real.close();
        }
    }
}
