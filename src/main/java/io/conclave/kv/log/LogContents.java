package io.conclave.kv.log;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.UnaryOperator;

/**
 * All that is known of one log file: what is appended, and what of it is applied, which means that it is committed and
 * stands in the index. Changed by the log thread (or, before it is shown to anyone, by the scan) alone; what is
 * volatile or said to be for any thread is read from any.
 */
final class LogContents {

    private final Index index = new Index();
    private final Sessions sessions = new Sessions();
    private final Queue<Pending> pending = new ArrayDeque<>();
    private EpochTable epochs;
    private long appliedVersion;
    private long lastVersion;
    /** How many bytes a snapshot section has besides the records of keys. */
    private long snapshotOverhead;

    private volatile long applied;
    private volatile End end;

    /**
     * Where the log ends.
     *
     * @param place behind its last batch
     * @param batches where they begin
     */
    record End(LogFile file, BatchPositions batches, long place, long position) {}

    /**
     * A batch that is appended and not applied.
     *
     * @param place where it begins in the file
     */
    record Pending(Batch batch, LogFile file, long place) {}

    LogContents(LogFile file) {
        LogFile.Head head = file.head();
        epochs = new EpochTable();
        applied = head.basePosition();
        appliedVersion = head.baseVersion();
        lastVersion = head.baseVersion();
        end = new End(file, new BatchPositions(), LogFile.Head.BYTES, head.basePosition());
    }

    /** For any thread. */
    Index index() {
        return index;
    }

    Sessions sessions() {
        return sessions;
    }

    EpochTable epochs() {
        return epochs;
    }

    void epochs(List<EpochStart> starts) {
        epochs = new EpochTable(starts);
    }

    /** For any thread. */
    End end() {
        return end;
    }

    /** For any thread. */
    long applied() {
        return applied;
    }

    long appliedVersion() {
        return appliedVersion;
    }

    long lastVersion() {
        return lastVersion;
    }

    Queue<Pending> pending() {
        return pending;
    }

    /** Whether a batch is applied in part: its owner is told of commits record by record. */
    boolean isWithinBatch() {
        Pending first = pending.peek();
        return first != null && first.batch().firstPosition() <= applied;
    }

    /** Where the first batch begins that is not applied, or where the log ends. */
    long appliedPlace() {
        Pending first = pending.peek();
        return first == null ? end.place() : first.place();
    }

    /** How long the log would be at the least. */
    long compactBytes() {
        return index.liveBytes() + snapshotOverhead;
    }

    /** A compaction was done, whose snapshot section has so many bytes besides the records of keys. */
    void compacted(long overhead) {
        snapshotOverhead = Math.max(0, overhead);
    }

    /** The log goes on in another file: pending batches have other places. */
    void remapPending(UnaryOperator<Pending> moved) {
        List<Pending> all = pending.stream().map(moved).toList();
        pending.clear();
        pending.addAll(all);
    }

    /**
     * Takes pending records up to a position into the index.
     *
     * @param values gets those of the puts
     */
    void apply(long upTo, ValueCache values, AppliedRecords told) {
        for (Pending next = pending.peek(); next != null; next = pending.peek()) {
            if (next.batch().firstPosition() > upTo) {
                return;
            }
            apply(next, upTo, values, told);
            if (next.batch().lastPosition() > upTo) {
                return;
            }
            pending.remove();
        }
    }

    private void apply(Pending from, long upTo, ValueCache values, AppliedRecords told) {
        Batch batch = from.batch();
        long last = Math.min(upTo, batch.lastPosition());
        for (long position = Math.max(batch.firstPosition(), applied + 1); position <= last; position++) {
            int i = (int) (position - batch.firstPosition());
            LogRecord record = batch.records().get(i);
            if (record instanceof LogRecord.Put put) {
                int begin = batch.recordBegin(i);
                Location to = new Location(
                        from.file(), position, put.version(), from.place() + begin, batch.recordEnd(i) - begin);
                values.put(position, put.value());
                applyPut(put.key(), to, put.request(), batch.atMs());
            } else if (record instanceof LogRecord.Delete delete) {
                applyDelete(delete.key(), delete.found(), delete.version(), delete.request(), batch.atMs());
            } else {
                applyOther(record);
            }
            applied = position;
            told.applied(position, batch, record);
        }
    }

    /** A batch was written at the end. */
    void appended(Batch batch) {
        addPending(new Pending(batch, end.file(), end.place()));
        noteBatch(batch.firstPosition(), batch.lastPosition(), batch.epoch(), batch.length());
    }

    /** A batch stands in the log already. */
    void addPending(Pending waiting) {
        pending.add(waiting);
        raiseLastVersion(waiting.batch());
    }

    void noteBatch(long first, long last, long epoch, int length) {
        End before = end;
        before.batches().note(first, before.place());
        epochs.note(epoch, first);
        end = new End(before.file(), before.batches(), before.place() + length, last);
    }

    /** Something else than a batch was written at the end. */
    void skipped(int length) {
        end = new End(end.file(), end.batches(), end.place() + length, end.position());
    }

    /** The snapshot section goes up to here, as far as it was read. */
    void snapshotEndsAt(long place) {
        end.batches().beginAt(place);
        end = new End(end.file(), end.batches(), place, end.position());
    }

    /** The log goes on from here in another file, or at an earlier place. */
    void endsAt(End other) {
        end = other;
    }

    /** What is pending was cut off. */
    void truncated(long position) {
        pending.removeIf(waiting -> waiting.batch().firstPosition() > position);
        epochs.truncateAfter(position);
        lastVersion = appliedVersion;
        for (Pending waiting : pending) {
            raiseLastVersion(waiting.batch());
        }
    }

    private void raiseLastVersion(Batch batch) {
        for (LogRecord record : batch.records()) {
            lastVersion = Math.max(lastVersion, version(record));
        }
    }

    void applyPut(byte[] key, Location to, RequestIdentity request, long atMs) {
        index.put(key, to);
        applied(to.version());
        if (request != null) {
            sessions.applied(request, atMs, true, to.version());
        }
    }

    void applyDelete(byte[] key, boolean found, long version, RequestIdentity request, long atMs) {
        index.remove(key);
        applied(version);
        if (request != null) {
            sessions.applied(request, atMs, found, version);
        }
    }

    /** Applies a record that is neither a put nor a deletion. */
    void applyOther(LogRecord record) {
        if (record instanceof LogRecord.Session session) {
            sessions.merge(session.row());
        } else if (record instanceof LogRecord.Purge purge) {
            index.removeIf(key -> isOn(purge.arcs(), Arc.place(key)));
        } else if (record instanceof LogRecord.VersionFloor floor) {
            applied(floor.version());
        }
    }

    /** All up to this position is in the index. */
    void appliedUpTo(long position) {
        applied = position;
    }

    private void applied(long version) {
        appliedVersion = Math.max(appliedVersion, version);
        lastVersion = Math.max(lastVersion, version);
    }

    private static boolean isOn(List<Arc> arcs, long place) {
        for (Arc arc : arcs) {
            if (arc.contains(place)) {
                return true;
            }
        }
        return false;
    }

    private static long version(LogRecord record) {
        if (record instanceof LogRecord.Put put) {
            return put.version();
        } else if (record instanceof LogRecord.Delete delete) {
            return delete.version();
        } else if (record instanceof LogRecord.VersionFloor floor) {
            return floor.version();
        }
        return 0;
    }
}
