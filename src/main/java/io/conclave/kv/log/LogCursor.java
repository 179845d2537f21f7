package io.conclave.kv.log;

import io.conclave.kv.log.LogContents.End;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Reads on in a log, run by run, as it is to be sent to a standby. For one thread, which may be another than the log
 * thread; reads the disk. Not to be used once the log was truncated below where it stands, or a snapshot installed.
 */
@SuppressWarnings("ArrayRecordComponent") // bytes are handed on as they are; nobody compares these records
public final class LogCursor implements AutoCloseable {

    private static final Run NOTHING = new Run(new byte[0], 0);
    private static final int STEP_BYTES = 64 << 10;

    private final KvLog log;
    private LogFile file;
    private long place;
    private long next;

    LogCursor(KvLog log, long after) {
        this.log = log;
        this.next = after + 1;
    }

    /**
     * Whole batches that follow each other.
     *
     * @param bytes as they stand in the log of any member; empty where there is nothing new
     * @param last the position of the last record, 0 where there is none
     */
    public record Run(byte[] bytes, long last) {

        /** Whether there is nothing new. */
        public boolean isEmpty() {
            return bytes.length == 0;
        }
    }

    /** The position of the last record that was read. */
    public long position() {
        return next - 1;
    }

    /**
     * Reads batches that are appended, durable or not.
     *
     * @param maxBytes of the run; one batch at least is read, however long it is
     * @return nothing where all was read
     * @throws TooOldException where the next record is no longer in the log one by one
     */
    public Run next(int maxBytes) throws IOException {
        End end = log.end();
        if (next > end.position()) {
            return NOTHING;
        }
        if (file == end.file()) {
            return read(end, maxBytes);
        }
        if (file != null && file.finalEnd() != null && next <= end.file().head().basePosition()) {
            return read(file.finalEnd(), maxBytes);
        }
        seek(end);
        return read(end, maxBytes);
    }

    private Run read(End end, int maxBytes) throws IOException {
        long wanted = Math.min(end.place() - place, Math.max(maxBytes, STEP_BYTES));
        while (true) {
            ByteBuffer bytes = ByteBuffer.allocate((int) wanted);
            file.read(bytes, place);
            int whole = wholeBatches(bytes.array(), maxBytes);
            if (whole > 0 || place + wanted == end.place()) {
                return run(bytes.array(), whole);
            }
            wanted = Math.min(end.place() - place, wanted * 4);
        }
    }

    /** Takes batches out of what was read, without the sync marks between them. */
    private Run run(byte[] bytes, int whole) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int kept = 0;
        long last = 0;
        for (int at = 0; at < whole; ) {
            int length = in.getInt(at + Layout.LENGTH);
            byte type = bytes[at + Layout.TYPE];
            if (type != Layout.SYNC_MARK) {
                if (kept < at) {
                    System.arraycopy(bytes, at, bytes, kept, length);
                }
                kept += length;
                last = type == Layout.COMMIT ? in.getLong(kept - length + Layout.POSITION) : last;
            }
            at += length;
        }
        place += whole;
        if (kept == 0) {
            return NOTHING;
        }
        next = last + 1;
        return new Run(kept == bytes.length ? bytes : Arrays.copyOf(bytes, kept), last);
    }

    /** Where the last batch ends that is whole and within the limit; the first one counts however long it is. */
    private static int wholeBatches(byte[] bytes, int limit) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int whole = 0;
        int at = 0;
        while (at + Layout.BODY <= bytes.length) {
            int length = in.getInt(at + Layout.LENGTH);
            if (at + length > bytes.length || (whole > 0 && at + length > limit)) {
                return whole;
            }
            at += length;
            byte type = bytes[at - length + Layout.TYPE];
            if (type == Layout.COMMIT) {
                whole = at;
            }
        }
        return whole;
    }

    /** Finds the batch that begins with the next position. */
    private void seek(End end) throws IOException {
        if (next <= end.file().head().basePosition()) {
            throw new TooOldException(next, end.file().head().basePosition());
        }
        close();
        if (!end.file().acquire()) {
            throw new IOException("the log is closed");
        }
        file = end.file();
        place = end.batches().placeBefore(next);
        ByteBuffer head = ByteBuffer.allocate(Layout.BODY);
        while (true) {
            file.read(head.clear(), place);
            int length = head.getInt(Layout.LENGTH);
            byte type = head.get(Layout.TYPE);
            if (type != Layout.COMMIT && type != Layout.SYNC_MARK && head.getLong(Layout.POSITION) >= next) {
                return;
            }
            place += length;
        }
    }

    /** Lets go of the file. */
    @Override
    public void close() throws IOException {
        if (file != null) {
            file.release();
            file = null;
        }
    }
}
