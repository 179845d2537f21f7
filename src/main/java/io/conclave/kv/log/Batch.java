package io.conclave.kv.log;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Records that are in the log together or not at all. Made by a {@link BatchEncoder}; its bytes are the same in the
 * logs of all members of a group.
 */
public final class Batch {

    private final ByteBuffer buffer;
    private final int begin;
    private final int end;
    private final long firstPosition;
    private final long epoch;
    private final long atMs;
    private final List<LogRecord> records;
    private final int[] recordEnds;

    /**
     * A batch.
     *
     * @param buffer has the batch between {@code begin} and {@code end}, and below {@code begin} room for a sync mark
     * @param recordEnds where each record ends, counted from {@code begin}
     */
    Batch(
            ByteBuffer buffer,
            int begin,
            int end,
            long firstPosition,
            long epoch,
            long atMs,
            List<LogRecord> records,
            int[] recordEnds) {
        this.buffer = buffer;
        this.begin = begin;
        this.end = end;
        this.firstPosition = firstPosition;
        this.epoch = epoch;
        this.atMs = atMs;
        this.records = records;
        this.recordEnds = recordEnds;
    }

    /** The batch as it stands in the log. Good until the encoder begins the next one: who keeps it copies it. */
    public ByteBuffer bytes() {
        return buffer.slice(begin, end - begin).asReadOnlyBuffer();
    }

    /** How many bytes the batch has. */
    public int length() {
        return end - begin;
    }

    /** The position of its first record. */
    public long firstPosition() {
        return firstPosition;
    }

    /** The position of its last record. */
    public long lastPosition() {
        return firstPosition + records.size() - 1;
    }

    /** The epoch that it was written in. */
    public long epoch() {
        return epoch;
    }

    /** When it was made, in ms since 1970 by the clock of the primary. */
    public long atMs() {
        return atMs;
    }

    /** What it has, in the order of positions. */
    public List<LogRecord> records() {
        return records;
    }

    ByteBuffer buffer() {
        return buffer;
    }

    int begin() {
        return begin;
    }

    int end() {
        return end;
    }

    /** Where a record begins, counted from the begin of the batch. */
    int recordBegin(int record) {
        return record == 0 ? 0 : recordEnds[record - 1];
    }

    /** Where a record ends, counted from the begin of the batch. */
    int recordEnd(int record) {
        return recordEnds[record];
    }
}
