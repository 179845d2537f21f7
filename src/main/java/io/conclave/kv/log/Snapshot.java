package io.conclave.kv.log;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The whole state at one position, to be sent to another member: the log file up to there, which never changes again,
 * so that writes go on meanwhile and it is read as fast as a file. A log that is much longer than what is in it is best
 * compacted first. For one thread, which may be another than the log thread.
 */
public final class Snapshot implements AutoCloseable {

    private final LogFile file;
    private final long position;
    private final long totalBytes;
    private long place;
    private boolean closed;

    Snapshot(LogFile file, long position, long totalBytes) {
        this.file = file;
        this.position = position;
        this.totalBytes = totalBytes;
    }

    /** The position that it stands at: all up to there, and nothing else, is in it. */
    public long position() {
        return position;
    }

    /** How many bytes it has in all. */
    public long totalBytes() {
        return totalBytes;
    }

    /**
     * Reads on.
     *
     * @param into is filled, unless less is left
     * @return how many bytes were read; 0 at the end
     */
    public int read(ByteBuffer into) throws IOException {
        int count = (int) Math.min(into.remaining(), totalBytes - place);
        ByteBuffer part = into.duplicate().limit(into.position() + count);
        file.read(part, place);
        into.position(part.position());
        place += count;
        return count;
    }

    /** Lets go of the file. */
    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            file.release();
        }
    }
}
