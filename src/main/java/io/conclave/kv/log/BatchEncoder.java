package io.conclave.kv.log;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Writes batches, one at a time, into a buffer that it keeps: {@code begin}, then {@code add} for each record, then
 * {@code finish}. For one thread.
 */
public final class BatchEncoder {

    private static final int INITIAL_BYTES = 256 << 10;

    private final CRC32C crc = new CRC32C();
    private final CRC32C chain = new CRC32C();
    private final ByteBuffer chainLink = ByteBuffer.allocate(Integer.BYTES);
    private ByteBuffer buffer = ByteBuffer.allocateDirect(INITIAL_BYTES);
    private ByteBuffer view = buffer.duplicate();
    private List<LogRecord> records = new ArrayList<>();
    private int[] recordEnds = new int[16];
    private long firstPosition;
    private long epoch;
    private long atMs;
    private RequestIdentity lastRequest;

    /**
     * Begins a batch. The one before it can no longer be read from its bytes, nor appended.
     *
     * @param first the position of its first record
     * @param term the epoch of the primary that writes it
     * @param timeMs the time, in ms since 1970
     */
    public void begin(long first, long term, long timeMs) {
        firstPosition = first;
        epoch = term;
        atMs = timeMs;
        records = new ArrayList<>();
        lastRequest = null;
        buffer.clear().position(Layout.MARK_BYTES);
        chain.reset();
    }

    /**
     * Adds a record.
     *
     * @return its position
     */
    public long add(LogRecord record) {
        long position = firstPosition + records.size();
        int begin = buffer.position();
        reserve(bound(record));
        buffer.position(begin + Layout.BODY);
        write(record, begin);
        buffer.putLong(begin + Layout.POSITION, position);
        seal(begin);
        chain.update(chainLink.putInt(0, buffer.getInt(begin)).array(), 0, Integer.BYTES);
        records.add(record);
        if (records.size() > recordEnds.length) {
            recordEnds = Arrays.copyOf(recordEnds, recordEnds.length * 2);
        }
        recordEnds[records.size() - 1] = buffer.position() - Layout.MARK_BYTES;
        return position;
    }

    /** How many bytes there are so far; the owner ends a batch before it grows too long. */
    public int length() {
        return buffer.position() - Layout.MARK_BYTES;
    }

    /** How many records there are so far. */
    public int count() {
        return records.size();
    }

    /** Ends the batch, which has at least one record. */
    public Batch finish() {
        if (records.isEmpty()) {
            throw new IllegalStateException("a batch has no record");
        }
        int recordBytes = length();
        reserve(Layout.COMMIT_BYTES);
        putCommit(recordBytes, 0);
        return new Batch(
                buffer,
                Layout.MARK_BYTES,
                buffer.position(),
                firstPosition,
                epoch,
                atMs,
                records,
                Arrays.copyOf(recordEnds, records.size()));
    }

    private void putCommit(int recordBytes, int flags) {
        int begin = buffer.position();
        buffer.put(begin + Layout.TYPE, Layout.COMMIT)
                .put(begin + Layout.FLAGS, (byte) flags)
                .putShort(begin + Layout.KEY_LENGTH, (short) 0)
                .putLong(begin + Layout.POSITION, firstPosition + records.size() - 1)
                .putLong(begin + Layout.VERSION, firstPosition)
                .putLong(begin + Layout.COMMIT_EPOCH, epoch)
                .putLong(begin + Layout.COMMIT_AT, atMs)
                .putInt(begin + Layout.COMMIT_RECORD_BYTES, recordBytes)
                .putInt(begin + Layout.COMMIT_COUNT, records.size())
                .putInt(begin + Layout.COMMIT_CHAIN, (int) chain.getValue());
        buffer.position(begin + Layout.COMMIT_BYTES);
        seal(begin);
    }

    private static int bound(LogRecord record) {
        int fixed = Layout.BODY + Layout.REQUEST_BYTES;
        if (record instanceof LogRecord.Put put) {
            return fixed + put.key().length + put.value().length;
        } else if (record instanceof LogRecord.Delete delete) {
            return fixed + delete.key().length;
        } else if (record instanceof LogRecord.Session session) {
            return fixed + SessionRowFormat.bytes(session.row());
        } else if (record instanceof LogRecord.Purge purge) {
            return fixed + Integer.BYTES * (1 + 2 * purge.arcs().size());
        }
        return fixed + Long.BYTES;
    }

    private void write(LogRecord record, int begin) {
        if (record instanceof LogRecord.Put put) {
            head(begin, Layout.PUT, putRequest(put.request()), put.key().length, put.version());
            buffer.put(put.key()).put(put.value());
        } else if (record instanceof LogRecord.Delete delete) {
            int found = delete.found() ? Layout.FOUND : 0;
            head(begin, Layout.DELETE, putRequest(delete.request()) | found, delete.key().length, delete.version());
            buffer.put(delete.key());
        } else if (record instanceof LogRecord.Epoch term) {
            head(begin, Layout.EPOCH, 0, 0, 0);
            buffer.putLong(term.epoch()).putInt(term.primary());
        } else if (record instanceof LogRecord.Session session) {
            head(begin, Layout.SESSION, 0, 0, 0);
            SessionRowFormat.put(session.row(), buffer);
        } else if (record instanceof LogRecord.Purge purge) {
            head(begin, Layout.PURGE, 0, 0, 0);
            buffer.putInt(purge.arcs().size());
            purge.arcs().forEach(arc -> buffer.putInt((int) arc.from()).putInt((int) arc.to()));
        } else if (record instanceof LogRecord.VersionFloor floor) {
            head(begin, Layout.VERSION_FLOOR, 0, 0, floor.version());
        }
        if (!(record instanceof LogRecord.Put) && !(record instanceof LogRecord.Delete)) {
            lastRequest = null;
        }
    }

    private void head(int begin, byte type, int flags, int keyLength, long version) {
        buffer.put(begin + Layout.TYPE, type)
                .put(begin + Layout.FLAGS, (byte) flags)
                .putShort(begin + Layout.KEY_LENGTH, (short) keyLength)
                .putLong(begin + Layout.VERSION, version);
    }

    /** Writes a request's identity where it is not the one of the record before, and gives the flag that says so. */
    private int putRequest(RequestIdentity request) {
        if (request == null) {
            lastRequest = null;
            return 0;
        }
        if (request.equals(lastRequest)) {
            return Layout.SAME_REQUEST;
        }
        lastRequest = request;
        buffer.putLong(request.client()).putLong(request.number()).putLong(request.firstIncomplete());
        return Layout.HAS_REQUEST;
    }

    /** Gives the record from {@code begin} to here its length and its CRC. */
    private void seal(int begin) {
        int end = buffer.position();
        if (end - begin > Layout.MAX_RECORD_BYTES) {
            throw new IllegalArgumentException(
                    "a record has " + (end - begin) + " bytes, but must have at most " + Layout.MAX_RECORD_BYTES);
        }
        buffer.putInt(begin + Layout.LENGTH, end - begin);
        crc.reset();
        crc.update(view.limit(end).position(begin + Layout.LENGTH));
        buffer.putInt(begin + Layout.CRC, (int) crc.getValue());
    }

    private void reserve(int bytes) {
        if (buffer.remaining() >= bytes) {
            return;
        }
        int used = buffer.position();
        long needed = (long) used + bytes;
        if (needed > Layout.MAX_BATCH_BYTES) {
            throw new IllegalArgumentException(
                    "a batch has " + needed + " bytes, but must have at most " + Layout.MAX_BATCH_BYTES);
        }
        int capacity = (int) Math.min(Layout.MAX_BATCH_BYTES, Math.max(needed, 2L * buffer.capacity()));
        ByteBuffer larger = ByteBuffer.allocateDirect(capacity);
        larger.put(buffer.flip());
        buffer = larger;
        view = buffer.duplicate();
    }
}
