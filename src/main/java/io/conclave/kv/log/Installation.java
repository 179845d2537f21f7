package io.conclave.kv.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * A snapshot that is being received. {@link #write} what comes, then {@link #verify}, both on any one thread; then
 * {@link #finish} on the log thread. Until then the log is what it was, and a crash leaves it so.
 */
public final class Installation implements AutoCloseable {

    private final KvLog log;
    private final Path beside;
    private final LogFileSystem files;
    private final FailPoints failPoints;
    private LogChannel channel;
    private LogContents contents;
    private long bytes;
    private boolean finished;

    Installation(KvLog log, Path beside, LogFileSystem files, FailPoints failPoints) throws IOException {
        this.log = log;
        this.beside = beside;
        this.files = files;
        this.failPoints = failPoints;
        this.channel = files.create(beside);
    }

    /** Writes the next bytes of the snapshot. */
    public void write(ByteBuffer part) throws IOException {
        while (part.hasRemaining()) {
            bytes += channel.write(part, bytes);
        }
    }

    /** How many bytes were written. */
    public long bytes() {
        return bytes;
    }

    /**
     * Syncs and reads what was received.
     *
     * @param position that the snapshot is to stand at
     * @throws CorruptLogException where it is not sound, or stands at another one
     */
    public void verify(long position) throws IOException {
        failPoints.reached(FailPoint.INSTALL_WRITTEN);
        channel.sync();
        channel.close();
        channel = null;
        LogFile file = LogStart.open(beside, log.identity(), files);
        try {
            LogScan.Outcome scanned = LogScan.scan(file);
            long end = scanned.contents().end().position();
            if (scanned.end() != bytes || end != position) {
                throw new CorruptLogException(
                        scanned.end(), "the snapshot ends at position " + end + ", and not at " + position);
            }
            contents = scanned.contents();
            contents.apply(position, log.cache(), AppliedRecords.NOBODY);
        } catch (IOException | RuntimeException e) {
            file.release();
            throw e;
        }
        failPoints.reached(FailPoint.INSTALL_SYNCED);
    }

    /** Puts the snapshot in the place of the log, for good. */
    public void finish() throws IOException {
        if (contents == null) {
            throw new IllegalStateException("the snapshot was not verified");
        }
        log.replace(contents, beside);
        contents = null;
        finished = true;
    }

    /** Deletes what was received, unless it was finished. */
    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
        }
        if (contents != null) {
            contents.end().file().release();
            contents = null;
        }
        if (!finished) {
            files.delete(beside);
        }
    }
}
