package io.conclave.kv.log;

import io.conclave.kv.log.LogContents.End;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * Writes at the end of a log's file, and syncs it. Knows how far the file is on the disk, and why it takes no more
 * where it does not. For the log thread, but for what is said to be for any.
 */
final class LogWriter {

    /** So many zeros are written ahead. */
    private static final int PADDING_BYTES = 1 << 20;

    /** Batches that are longer pay for their own way. */
    private static final int MAX_PADDED_BYTES = 128 << 10;

    private final boolean fsync;
    private final FailPoints failPoints;
    /** Whether a sync mark was written since the last sync. */
    private boolean windowOpen;

    private long markedDurable;
    private long markedApplied;
    /** Up to here the file is as long as to hold it already; 0: not known to be. */
    private long paddedTo;

    private long syncs;
    private long syncedRecords;
    private volatile long durable;
    private volatile UnwritableLogException unwritable;

    /**
     * Of a log that was just opened.
     *
     * @param durable the position of its last record, all of which are on the disk
     */
    LogWriter(boolean fsync, FailPoints failPoints, long durable) {
        this.fsync = fsync;
        this.failPoints = failPoints;
        this.durable = durable;
    }

    /** Why the log takes no writes; empty where it takes them. For any thread. */
    Optional<UnwritableLogException> unwritable() {
        return Optional.ofNullable(unwritable);
    }

    /** The position of the last record that is on the disk. For any thread. */
    long durable() {
        return durable;
    }

    /** How often was synced. */
    long syncs() {
        return syncs;
    }

    /** How many records those syncs have brought to the disk. */
    long syncedRecords() {
        return syncedRecords;
    }

    /** Refuses where no writes are taken. */
    void requireWritable() throws UnwritableLogException {
        UnwritableLogException why = unwritable;
        if (why != null) {
            throw new UnwritableLogException(why.getMessage(), why.isForGood(), why);
        }
    }

    /** Refuses where what is on the disk is not known. */
    void requireSyncable() throws UnwritableLogException {
        if (unwritable != null && unwritable.isForGood()) {
            requireWritable();
        }
    }

    /**
     * Writes batches that go on from the end.
     *
     * @param buffer with the batches from {@code begin} to {@code end}, and before them room for a sync mark
     * @throws UnwritableLogException where there is no room, or the write failed: then nothing was written
     */
    void write(LogContents into, ByteBuffer buffer, int begin, int end, List<Batch> batches) throws IOException {
        int from = begin;
        End at = into.end();
        if (!windowOpen) {
            from -= Layout.MARK_BYTES;
            putMark(buffer, from, into);
        }
        failPoints.reached(FailPoint.APPENDING);
        writeAtEnd(at, buffer.duplicate().limit(end).position(from));
        failPoints.reached(FailPoint.APPENDED);
        into.skipped(begin - from);
        windowOpen = true;
        batches.forEach(into::appended);
    }

    private void putMark(ByteBuffer into, int at, LogContents of) {
        End end = of.end();
        markedDurable = durable;
        markedApplied = of.applied();
        SyncMark.put(into, at, end.place(), end.file().head().salt(), markedDurable, markedApplied);
    }

    /** Notes in the file what is durable and what is applied, where it does not say so yet and all is synced. */
    void mark(LogContents of) throws IOException {
        if (windowOpen || (markedDurable == durable && markedApplied == of.applied())) {
            return;
        }
        ByteBuffer bytes = ByteBuffer.allocate(Layout.MARK_BYTES);
        putMark(bytes, 0, of);
        writeAtEnd(of.end(), bytes);
        of.skipped(Layout.MARK_BYTES);
    }

    private void writeAtEnd(End at, ByteBuffer bytes) throws IOException {
        try {
            int length = bytes.remaining();
            at.file().write(bytes, at.place());
            if (length <= MAX_PADDED_BYTES) {
                pad(at.file(), at.place() + length);
            }
        } catch (IOException e) {
            boolean full = NoRoom.isCauseOf(e);
            UnwritableLogException why = new UnwritableLogException(
                    full ? "there is no room on the disk" : "a write failed: " + e.getMessage(), !full, e);
            unwritable = why;
            if (full) {
                at.file().channel().truncate(at.place());
                paddedTo = at.place();
            }
            throw why;
        }
    }

    /**
     * Writes zeros ahead, now and then: a sync of bytes that the file had already costs the disk less than one that
     * makes it longer, since the file system has nothing to note. A scan takes zeros for the end.
     */
    private void pad(LogFile file, long end) throws IOException {
        if (end <= paddedTo) {
            return;
        }
        try {
            file.write(ByteBuffer.allocateDirect(PADDING_BYTES), end);
            paddedTo = end + PADDING_BYTES;
        } catch (IOException e) {
            if (!NoRoom.isCauseOf(e)) {
                throw e;
            }
        }
    }

    /**
     * Makes all that was written durable.
     *
     * @throws UnwritableLogException where it failed: what is on the disk is unknown then, and the log takes no writes
     *     any more
     */
    void sync(End at) throws IOException {
        if (at.position() == durable) {
            return;
        }
        requireSyncable();
        failPoints.reached(FailPoint.SYNCING);
        if (fsync) {
            syncFile(at.file());
            syncs++;
        }
        failPoints.reached(FailPoint.SYNCED);
        syncedRecords += at.position() - durable;
        durable = at.position();
        windowOpen = false;
    }

    /** Syncs a file whatever is in it. */
    void syncFile(LogFile file) throws UnwritableLogException {
        try {
            file.channel().sync();
        } catch (IOException e) {
            throw syncFailed(e);
        }
    }

    /** What is on the disk is not known from now on. */
    UnwritableLogException syncFailed(IOException e) {
        unwritable = new UnwritableLogException("a sync failed: " + e.getMessage(), true, e);
        return unwritable;
    }

    /**
     * Tries whether there is room again, where that was the reason why no writes were taken.
     *
     * @return whether writes are taken
     */
    boolean probe(End at) throws IOException {
        if (unwritable == null || unwritable.isForGood()) {
            return unwritable == null;
        }
        try {
            at.file().write(ByteBuffer.allocateDirect(PADDING_BYTES), at.place());
            paddedTo = at.place() + PADDING_BYTES;
            unwritable = null;
        } catch (IOException e) {
            at.file().channel().truncate(at.place());
            paddedTo = at.place();
            if (!NoRoom.isCauseOf(e)) {
                unwritable = new UnwritableLogException("a write failed: " + e.getMessage(), true, e);
            }
        }
        return unwritable == null;
    }

    /** Cuts a file off at a place, and syncs that. */
    void cut(LogFile file, long place) throws IOException {
        file.channel().truncate(place);
        paddedTo = 0;
        failPoints.reached(FailPoint.TRUNCATED);
        syncFile(file);
    }

    /** The log ends here now, where that is before what was durable. */
    void endsAt(long position) {
        durable = Math.min(durable, position);
    }

    /** From now on another file is written, all of which is on the disk. */
    void goOnIn(End end) {
        durable = end.position();
        paddedTo = 0;
        windowOpen = false;
    }
}
