package io.conclave.kv.replica;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import org.jctools.queues.MpscUnboundedArrayQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that a member's log and role belong to. It works in turns: takes what waits in the queue, in order, up
 * to a limit, and then ends the turn, which is where all that was appended is synced. So the more waits, the more is
 * synced at once (group commit), and nothing of the state that it guards needs a lock.
 */
final class LogThread {

    /** Something to do on the log thread. */
    @FunctionalInterface
    interface Work {
        /** Does it. */
        void run() throws IOException;
    }

    /** What the log thread serves. */
    interface Turns {

        /** A write that waits. */
        void accept(WriteCall call) throws IOException;

        /** All of this turn was taken. */
        void endOfTurn() throws IOException;

        /** Something was thrown. The thread goes on. */
        void failed(Throwable failure);
    }

    private static final Logger LOG = LoggerFactory.getLogger(LogThread.class);
    private static final int TURN_ITEMS = 4_096;
    private static final int TURN_BYTES = 4 << 20;
    private static final int CHUNK = 1_024;

    private final MpscUnboundedArrayQueue<Object> queue = new MpscUnboundedArrayQueue<>(CHUNK);
    private final Turns turns;
    private final Thread thread;
    private volatile boolean asleep;
    private volatile boolean ended;

    /** A thread that is not started. */
    LogThread(String name, Turns turns) {
        this.turns = turns;
        this.thread = new Thread(this::work, name);
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Has something done, from any thread. */
    void execute(Work work) {
        offer(work);
    }

    /** Has a write done, from any thread. */
    void submit(WriteCall call) {
        offer(call);
    }

    /** The producer's index is set with a full fence before {@code asleep} is read, so that no wake-up is lost. */
    private void offer(Object item) {
        queue.offer(item);
        if (asleep) {
            LockSupport.unpark(thread);
        }
    }

    /** Ends it after the turn in which it is, and waits for that. What waits still is not done. */
    void end() throws InterruptedException {
        ended = true;
        LockSupport.unpark(thread);
        if (Thread.currentThread() != thread) {
            thread.join();
        }
    }

    private void work() {
        while (!ended) {
            try {
                if (!turn()) {
                    sleep();
                }
            } catch (Exception | Error e) {
                LOG.debug("a turn failed", e);
                turns.failed(e);
            }
        }
        refuseTheRest();
    }

    /** Nobody is to wait for an answer that cannot come. */
    private void refuseTheRest() {
        try {
            for (Object item = queue.poll(); item != null; item = queue.poll()) {
                if (item instanceof WriteCall call) {
                    turns.accept(call);
                }
            }
            turns.endOfTurn();
        } catch (IOException | RuntimeException e) {
            LOG.debug("the last turn failed", e);
        }
    }

    private boolean turn() throws IOException {
        int bytes = 0;
        int items = 0;
        try {
            while (items < TURN_ITEMS && bytes < TURN_BYTES) {
                Object item = queue.poll();
                if (item == null) {
                    break;
                }
                items++;
                if (item instanceof WriteCall call) {
                    bytes += call.bytes();
                    turns.accept(call);
                } else {
                    ((Work) item).run();
                }
            }
        } finally {
            if (items > 0) {
                turns.endOfTurn();
            }
        }
        return items > 0;
    }

    private void sleep() {
        asleep = true;
        if (queue.isEmpty() && !ended) {
            LockSupport.park(this);
        }
        asleep = false;
    }
}
