package io.conclave.kv.replica;

import java.util.OptionalLong;

/**
 * When a primary begins its next batch. Each batch costs every copy a sync, whatever is in it, so the next one waits
 * for the commit of the one before, as a small segment of TCP waits for the acknowledgement of the one before (Nagle's
 * algorithm, RFC 896): meanwhile more writes gather, and go together. The answers of a batch set their callers free at
 * about the same moment; so it also waits a little for most of them to call again, rather than leave without them.
 *
 * <p>Nobody waits for long: where a commit takes more than twice what it usually does, or 5 ms, the next batch goes
 * without it. A write that comes alone waits for nothing. Pure, but for the thread that it belongs to.
 */
final class BatchPacing {

    /** The longest that a batch waits for the commit of the one before. */
    static final long MAX_COMMIT_WAIT_NANOS = 5_000_000;
    /** The longest that it waits for more writes after that. */
    static final long MAX_GATHER_NANOS = 2_000_000;

    private static final int FEW = 4;
    private static final int WEIGHT = 8;

    /** The usual time from a batch's begin to its commit; 0: not known yet. */
    private double usualNanos;
    /** The usual number of writes in a batch. */
    private double usualWrites;

    private long committedNanos;
    private boolean anyCommitted;

    /** A batch is committed. */
    void committed(int writes, long begunNanos, long nowNanos) {
        double took = Math.max(1, nowNanos - begunNanos);
        usualNanos = usualNanos == 0 ? took : usualNanos + (took - usualNanos) / WEIGHT;
        usualWrites += (writes - usualWrites) / WEIGHT;
        committedNanos = nowNanos;
        anyCommitted = true;
    }

    /**
     * Whether the writes that wait are to wait on.
     *
     * @param waiting how many there are, at least 1
     * @param underWay when the oldest batch began that is not committed; empty where all are
     */
    LogThread.Hold hold(int waiting, OptionalLong underWay, long nowNanos) {
        return underWay.isPresent() ? untilCommit(underWay.getAsLong(), nowNanos) : untilEnough(waiting, nowNanos);
    }

    private LogThread.Hold untilCommit(long begunNanos, long nowNanos) {
        double usual = usualNanos == 0 ? MAX_COMMIT_WAIT_NANOS : 2 * usualNanos;
        long left = begunNanos + (long) Math.min(usual, MAX_COMMIT_WAIT_NANOS) - nowNanos;
        return left <= 0 ? LogThread.Hold.NONE : new LogThread.Hold(left, Integer.MAX_VALUE);
    }

    private LogThread.Hold untilEnough(int waiting, long nowNanos) {
        int enough = (int) (usualWrites * 7 / 8);
        if (!anyCommitted || enough < FEW || waiting >= enough) {
            return LogThread.Hold.NONE;
        }
        long left = committedNanos + (long) Math.min(usualNanos / 2, MAX_GATHER_NANOS) - nowNanos;
        return left <= 0 ? LogThread.Hold.NONE : new LogThread.Hold(left, enough);
    }
}
