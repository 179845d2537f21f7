package io.conclave.kv.replica;

import io.conclave.kv.KvException;
import io.conclave.kv.znodes.Lease;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * The answers of a term that wait for what they rest on to be committed, in one line in the order of the positions,
 * also those of calls that changed nothing. For the log thread.
 */
final class AnswerLine {

    private final Replies replies;
    private final ArrayDeque<Waiting> line = new ArrayDeque<>();
    private final List<Waiting> inBatch = new ArrayList<>();

    AnswerLine(Replies replies) {
        this.replies = replies;
    }

    /** An answer that rests on all up to a position. */
    private record Waiting(long position, WriteCall call, WriteResult result, KvException refusal) {}

    /** A call was judged, by all that is in the log and in the batch that is being put together. */
    void add(WriteCall call, WriteResult result, KvException refusal) {
        inBatch.add(new Waiting(0, call, result, refusal));
    }

    /** How many answers rest on the batch that is being put together. */
    int inBatch() {
        return inBatch.size();
    }

    /** The batch is in the log, which ends here now. */
    void written(long position) {
        for (Waiting one : inBatch) {
            line.add(new Waiting(position, one.call(), one.result(), one.refusal()));
        }
        inBatch.clear();
    }

    /** The batch did not come into the log, so what was judged by it is void. */
    void notWritten(KvException why) {
        inBatch.forEach(one -> replies.fail(one.call(), why));
        inBatch.clear();
    }

    /**
     * Gives the answers that rest on what is committed. The lease is looked at for each of them: the thread may have
     * stood still between two.
     *
     * @param onEnough whether what is committed is on as many disks as it has to be
     */
    void answer(long committed, Lease lease, BooleanSupplier onEnough) {
        while (!line.isEmpty() && line.peek().position() <= committed) {
            if (line.peek().call().isSettled()) {
                line.poll();
                continue;
            }
            if (!lease.isGood()) {
                return;
            }
            Waiting one = line.poll();
            if (one.refusal() != null) {
                replies.fail(one.call(), one.refusal());
            } else if (onEnough.getAsBoolean()) {
                replies.settle(one.call(), one.result());
            } else {
                replies.fail(one.call(), Refusal.unknown("it is on fewer disks than it has to be"));
            }
        }
    }

    /** Tells those whose deadline is over that their outcome is unknown. */
    void expire(long nowNanos) {
        for (Waiting one : line) {
            if (nowNanos - one.call().write().deadlineNanos() > 0) {
                replies.fail(one.call(), Refusal.unknown("it was not on enough disks in time"));
            }
        }
    }

    /** The term is over: whatever was begun may be done by the next primary or not. */
    void end(KvException unknown) {
        inBatch.forEach(one -> replies.fail(one.call(), unknown));
        line.forEach(one -> replies.fail(one.call(), unknown));
        inBatch.clear();
        line.clear();
    }

    /** Whether all that was begun is answered. */
    boolean isEmpty() {
        return line.isEmpty() && inBatch.isEmpty();
    }
}
