package io.conclave.kv.log;

import io.conclave.kv.log.SessionRow.Result;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/** Writes the file that a compaction makes: its head, its snapshot section, and the batches after it. */
final class CompactionWriter {

    private static final int BUFFER_BYTES = 4 << 20;
    /** A part of the snapshot section ends with a commit marker once it has so many bytes. */
    private static final int PART_BYTES = 1 << 20;
    /** Synced each so many bytes, so that the log's own syncs never wait for many of these at once. */
    private static final int SYNC_BYTES = 4 << 20;
    /** A client's row is split into records of so many bytes. */
    private static final int ROW_BYTES = 256 << 10;
    /** Epochs beyond this number are forgotten, the oldest first: no standby's log ends in one of them. */
    private static final int MAX_EPOCHS = 10_000;

    private final LogFile file;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final ByteBuffer view = buffer.duplicate();
    private final CRC32C crc = new CRC32C();
    private final CRC32C chain = new CRC32C();
    private final ByteBuffer chainLink = ByteBuffer.allocate(Integer.BYTES);
    private long bufferPlace;
    private long unsyncedBytes;
    private int partBytes;
    private int partCount;
    private int lastLength;

    CompactionWriter(LogFile file) {
        this.file = file;
        buffer.put(file.head().bytes());
    }

    /** Where the next byte goes. */
    long place() {
        return bufferPlace + buffer.position();
    }

    /** How long the last record became. */
    int lastLength() {
        return lastLength;
    }

    /** Writes a record of the snapshot section, without the request it came by, and gives its place. */
    long liveRecord(long position, ByteBuffer in, int at, int length) throws IOException {
        reserve(length);
        int begin = buffer.position();
        int request = (in.get(at + Layout.FLAGS) & Layout.HAS_REQUEST) != 0 ? Layout.REQUEST_BYTES : 0;
        copy(in, at, Layout.BODY);
        copy(in, at + Layout.BODY + request, length - Layout.BODY - request);
        buffer.put(begin + Layout.FLAGS, (byte) 0);
        return sealed(position, begin);
    }

    /** Writes the rest of the snapshot section. */
    void snapshotEnd(long position, List<SessionRow> sessions, List<EpochStart> epochs) throws IOException {
        for (SessionRow row : sessions) {
            for (SessionRow part : split(row)) {
                int begin = begin(Layout.SESSION, SessionRowFormat.bytes(part));
                SessionRowFormat.put(part, buffer);
                sealed(position, begin);
            }
        }
        List<EpochStart> kept = epochs.subList(Math.max(0, epochs.size() - MAX_EPOCHS), epochs.size());
        int begin = begin(Layout.EPOCHS, kept.size() * 16);
        kept.forEach(start -> buffer.putLong(start.epoch()).putLong(start.firstPosition()));
        sealed(position, begin);
        endPart(position, Layout.SNAPSHOT_END);
    }

    /** Copies a record, and gives its place. */
    long copied(ByteBuffer in, int at, int length) throws IOException {
        reserve(length);
        long place = place();
        copy(in, at, length);
        return place;
    }

    /** Says that all before it is synced, which it is before anyone sees the file. */
    void mark(long synced, long committed) throws IOException {
        reserve(Layout.MARK_BYTES);
        SyncMark.put(buffer, buffer.position(), place(), file.head().salt(), synced, committed);
        buffer.position(buffer.position() + Layout.MARK_BYTES);
    }

    /** Returns when all is on the disk. */
    void sync() throws IOException {
        flush();
        file.channel().sync();
        unsyncedBytes = 0;
    }

    private int begin(byte type, int bytes) throws IOException {
        reserve(Layout.BODY + bytes);
        int begin = buffer.position();
        buffer.put(begin + Layout.TYPE, type)
                .put(begin + Layout.FLAGS, (byte) 0)
                .putShort(begin + Layout.KEY_LENGTH, (short) 0)
                .putLong(begin + Layout.POSITION, 0)
                .putLong(begin + Layout.VERSION, 0);
        buffer.position(begin + Layout.BODY);
        return begin;
    }

    /** Ends a record of the snapshot section, and gives its place. */
    private long sealed(long position, int begin) throws IOException {
        long place = bufferPlace + begin;
        seal(begin);
        chain.update(chainLink.putInt(0, buffer.getInt(begin)).array(), 0, Integer.BYTES);
        partCount++;
        lastLength = buffer.position() - begin;
        partBytes += lastLength;
        if (partBytes >= PART_BYTES) {
            endPart(position, Layout.SNAPSHOT);
        }
        return place;
    }

    private void endPart(long position, byte flag) throws IOException {
        int begin = begin(Layout.COMMIT, Layout.COMMIT_BYTES - Layout.BODY);
        buffer.put(begin + Layout.FLAGS, flag)
                .putLong(begin + Layout.POSITION, position)
                .putLong(begin + Layout.COMMIT_EPOCH, 0)
                .putLong(begin + Layout.COMMIT_AT, 0)
                .putInt(begin + Layout.COMMIT_RECORD_BYTES, partBytes)
                .putInt(begin + Layout.COMMIT_COUNT, partCount)
                .putInt(begin + Layout.COMMIT_CHAIN, (int) chain.getValue());
        buffer.position(begin + Layout.COMMIT_BYTES);
        seal(begin);
        chain.reset();
        partBytes = 0;
        partCount = 0;
    }

    private void seal(int begin) {
        int end = buffer.position();
        buffer.putInt(begin + Layout.LENGTH, end - begin);
        crc.reset();
        crc.update(view.limit(end).position(begin + Layout.LENGTH));
        buffer.putInt(begin + Layout.CRC, (int) crc.getValue());
    }

    private static List<SessionRow> split(SessionRow row) {
        List<SessionRow> parts = new ArrayList<>();
        List<Result> results = new ArrayList<>();
        int bytes = 0;
        for (Result result : row.results()) {
            bytes += SessionRowFormat.bytes(result);
            if (bytes > ROW_BYTES && !results.isEmpty()) {
                parts.add(new SessionRow(row.client(), row.firstIncomplete(), row.heardMs(), results));
                results = new ArrayList<>();
                bytes = SessionRowFormat.bytes(result);
            }
            results.add(result);
        }
        parts.add(new SessionRow(row.client(), row.firstIncomplete(), row.heardMs(), results));
        return parts;
    }

    private void copy(ByteBuffer in, int at, int length) {
        int begin = buffer.position();
        buffer.put(begin, in, at, length);
        buffer.position(begin + length);
    }

    private void reserve(int bytes) throws IOException {
        if (buffer.remaining() < bytes) {
            flush();
        }
    }

    private void flush() throws IOException {
        int bytes = buffer.position();
        file.write(buffer.flip(), bufferPlace);
        buffer.clear();
        bufferPlace += bytes;
        unsyncedBytes += bytes;
        if (unsyncedBytes >= SYNC_BYTES) {
            file.channel().sync();
            unsyncedBytes = 0;
        }
    }
}
