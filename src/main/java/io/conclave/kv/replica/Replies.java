package io.conclave.kv.replica;

import io.conclave.kv.KvException;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Answers of writes, and how many calls wait for theirs. A turn of the log thread may answer hundreds of calls: each
 * event loop is woken once for all of its own.
 */
final class Replies {

    private final Vertx vertx;
    private final int maxCalls;
    private final long maxBytes;
    private final ThreadLocal<ReplyLane> lanes = new ThreadLocal<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong waitingBytes = new AtomicLong();
    private final List<ReplyLane> used = new ArrayList<>();

    /**
     * Answers to come.
     *
     * @param maxCalls the most calls that may wait
     * @param maxBytes the most memory that waiting calls may take up
     */
    Replies(Vertx vertx, int maxCalls, long maxBytes) {
        this.vertx = vertx;
        this.maxCalls = maxCalls;
        this.maxBytes = maxBytes;
    }

    /** The way back to the calling thread. */
    ReplyLane lane() {
        ReplyLane lane = lanes.get();
        if (lane == null) {
            Context context = vertx.getOrCreateContext();
            lane = new ReplyLane(context);
            lanes.set(lane);
        }
        return lane;
    }

    /** Counts a call in, from any thread; false where too much waits already. */
    boolean admit(WriteCall call) {
        if (waiting.incrementAndGet() > maxCalls) {
            waiting.decrementAndGet();
            return false;
        }
        if (waitingBytes.addAndGet(call.bytes()) > maxBytes) {
            waiting.decrementAndGet();
            waitingBytes.addAndGet(-call.bytes());
            return false;
        }
        return true;
    }

    /** How many calls wait. */
    int waiting() {
        return waiting.get();
    }

    /** Answers a call, once. On the log thread. */
    void settle(WriteCall call, WriteResult result) {
        settle(call, result, null);
    }

    /** Answers a call, once. On the log thread. */
    void fail(WriteCall call, KvException why) {
        settle(call, null, why);
    }

    private void settle(WriteCall call, WriteResult result, KvException why) {
        if (call.isSettled()) {
            return;
        }
        call.settle(result, why);
        waiting.decrementAndGet();
        waitingBytes.addAndGet(-call.bytes());
        if (call.lane().add(call)) {
            used.add(call.lane());
        }
    }

    /** Sends what was answered since the last time. On the log thread, at the end of a turn. */
    void send() {
        used.forEach(ReplyLane::send);
        used.clear();
    }
}
