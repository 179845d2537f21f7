package io.conclave.kv.log;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;

/**
 * A log file's records from its begin to the first that is not sound, read ahead and held against their CRCs on a
 * thread of its own, so that whoever builds an index of them waits for neither. A file that fits into one window is
 * read by the caller.
 */
final class CheckedWindows implements AutoCloseable {

    /** Longer than any record. */
    static final int WINDOW_BYTES = 2 << 20;

    private static final int AHEAD = 3;
    private static final long LOOK_AGAIN_MS = 50;

    private final LogFile file;
    private final long size;
    private final CRC32C crc = new CRC32C();
    private final BlockingQueue<ByteBuffer> free = new ArrayBlockingQueue<>(AHEAD);
    private final BlockingQueue<Step> read = new ArrayBlockingQueue<>(AHEAD + 1);
    /** Null where the caller reads. */
    private final Thread reader;

    private volatile boolean ended;
    private long place = LogFile.Head.BYTES;
    private boolean last;

    private CheckedWindows(LogFile file, long size) {
        this.file = file;
        this.size = size;
        boolean small = size <= WINDOW_BYTES;
        for (int i = 0; i < (small ? 1 : AHEAD); i++) {
            free.add(ByteBuffer.allocateDirect((int) Math.min(WINDOW_BYTES, size)));
        }
        reader = small ? null : new Thread(this::readAhead, "kv-log-scan");
    }

    /** What comes next. */
    private sealed interface Step {}

    /**
     * Whole records that are sound.
     *
     * @param bytes the records; to be given back with {@link #done}
     * @param place of the first one in the file
     * @param problem what is wrong with the record behind them; null where there is none, or it is in the next window
     */
    record Window(ByteBuffer bytes, long place, String problem) implements Step {}

    private record Failed(Throwable why) implements Step {}

    private record End() implements Step {}

    /** Begins to read a file of this size. */
    static CheckedWindows of(LogFile file, long size) {
        CheckedWindows windows = new CheckedWindows(file, size);
        if (windows.reader != null) {
            windows.reader.setDaemon(true);
            windows.reader.start();
        }
        return windows;
    }

    /** The next window; null behind the last one. */
    Window next() throws IOException {
        Step step = reader == null ? step(free.peek()) : taken();
        if (step instanceof Failed failed) {
            throw failed.why() instanceof IOException e ? e : new IOException(failed.why());
        }
        return step instanceof Window window ? window : null;
    }

    private Step taken() throws IOException {
        try {
            return read.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("a log that is being read");
        }
    }

    /** The caller needs a window no more. */
    void done(Window window) {
        if (reader != null) {
            free.add(window.bytes());
        }
    }

    private void readAhead() {
        try {
            while (!ended && !last) {
                ByteBuffer window = free.poll(LOOK_AGAIN_MS, TimeUnit.MILLISECONDS);
                if (window != null) {
                    read.add(step(window));
                }
            }
            read.add(new End());
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            read.add(new Failed(e));
        }
    }

    private Step step(ByteBuffer window) throws IOException {
        if (last || place >= size) {
            last = true;
            return new End();
        }
        window.clear().limit((int) Math.min(window.capacity(), size - place));
        file.read(window, place);
        window.flip();
        boolean toTheEnd = place + window.limit() == size;
        String problem = check(window, toTheEnd);
        Window found = new Window(window, place, problem);
        last = toTheEnd || problem != null;
        place += window.limit();
        return found;
    }

    /** Limits a window to its whole and sound records. Gives what is wrong with the record behind them, or null. */
    private String check(ByteBuffer window, boolean toTheEnd) {
        ByteBuffer view = window.duplicate();
        int at = 0;
        String problem = null;
        while (problem == null && at < window.limit()) {
            int left = window.limit() - at;
            int length = left < Layout.BODY ? Layout.BODY : window.getInt(at + Layout.LENGTH);
            if (length < Layout.BODY || length > Layout.MAX_RECORD_BYTES) {
                problem = "a record of " + length + " bytes";
            } else if (left < length) {
                problem = toTheEnd ? "a record without an end" : null;
                break;
            } else {
                crc.reset();
                crc.update(view.limit(at + length).position(at + Layout.LENGTH));
                if ((int) crc.getValue() == window.getInt(at)) {
                    at += length;
                } else {
                    problem = "a record with a wrong CRC";
                }
            }
        }
        window.limit(at);
        return problem;
    }

    /** Reads no further; returns when nobody reads the file any more. */
    @Override
    public void close() {
        ended = true;
        if (reader == null) {
            return;
        }
        boolean interrupted = false;
        while (reader.isAlive()) {
            try {
                reader.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
