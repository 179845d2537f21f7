package io.conclave.kv.replica;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.locks.LockSupport;
import org.jctools.queues.MpscUnboundedArrayQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that a member's log and role belong to. It works in turns: does what waits in the queue, in order, and
 * then ends the turn, which is where all that was appended is synced. So the more waits, the more is synced at once
 * (group commit), and nothing of the state that it guards needs a lock.
 *
 * <p>Writes have turns of their own, after all other work, and may be held back for a while so that more of them go
 * together; other work never waits for them.
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

        /**
         * Whether writes are to wait on. Asked before each turn of writes, and again whenever the time is over, enough
         * have come, or other work was done.
         *
         * @param writes how many wait, at least 1
         */
        Hold hold(int writes);

        /** All of this turn was taken. */
        void endOfTurn() throws IOException;

        /** Something was thrown. The thread goes on. */
        void failed(Throwable failure);
    }

    /**
     * How long writes are to wait.
     *
     * @param nanos the longest time; 0 or less: they are not to wait
     * @param enough so many writes wait no longer
     */
    record Hold(long nanos, int enough) {

        static final Hold NONE = new Hold(0, 0);
    }

    private static final Logger LOG = LoggerFactory.getLogger(LogThread.class);
    private static final int TURN_ITEMS = 4_096;
    private static final int TURN_BYTES = 4 << 20;
    private static final int CHUNK = 1_024;

    private final MpscUnboundedArrayQueue<Object> queue = new MpscUnboundedArrayQueue<>(CHUNK);
    /** Writes that are out of the queue and wait for their turn. */
    private final ArrayDeque<WriteCall> writes = new ArrayDeque<>();

    private final Turns turns;
    private final Thread thread;
    /** How many writes in the queue wake the thread; of what else is in it one is enough. Set before {@code asleep}. */
    private int wakeAt;

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
        queue.offer(work);
        if (asleep) {
            LockSupport.unpark(thread);
        }
    }

    /** Has a write done, from any thread. */
    void submit(WriteCall call) {
        queue.offer(call);
        if (asleep && queue.size() >= wakeAt) {
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
                    rest();
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
                    writes.add(call);
                }
            }
            while (!writes.isEmpty()) {
                turns.accept(writes.poll());
            }
            turns.endOfTurn();
        } catch (IOException | RuntimeException e) {
            LOG.debug("the last turn failed", e);
        }
    }

    /** Empties the queue, but for what comes meanwhile; whether there was anything but writes in it. */
    private boolean turn() throws IOException {
        boolean worked = false;
        try {
            for (int items = 0; items < TURN_ITEMS; items++) {
                Object item = queue.poll();
                if (item == null) {
                    break;
                }
                if (item instanceof WriteCall call) {
                    writes.add(call);
                } else {
                    worked = true;
                    ((Work) item).run();
                }
            }
        } finally {
            if (worked) {
                turns.endOfTurn();
            }
        }
        return worked;
    }

    /** There is nothing to do but writes, or nothing at all. */
    private void rest() throws IOException {
        if (writes.isEmpty()) {
            sleep(Long.MAX_VALUE, 1);
            return;
        }
        Hold hold = turns.hold(writes.size());
        if (hold.nanos() > 0 && writes.size() < hold.enough()) {
            sleep(hold.nanos(), hold.enough() - writes.size());
        } else {
            write();
        }
    }

    private void write() throws IOException {
        int bytes = 0;
        int items = 0;
        try {
            while (!writes.isEmpty() && items < TURN_ITEMS && bytes < TURN_BYTES) {
                WriteCall call = writes.poll();
                bytes += call.bytes();
                items++;
                turns.accept(call);
            }
        } finally {
            turns.endOfTurn();
        }
    }

    /**
     * The producer's index is set with a full fence before {@code asleep} is read, so that no wake-up is lost. What
     * came before {@code asleep} was set is looked at here.
     */
    private void sleep(long nanos, int writesToWake) {
        wakeAt = writesToWake;
        asleep = true;
        if (queue.isEmpty() && !ended) {
            if (nanos == Long.MAX_VALUE) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, nanos);
            }
        }
        asleep = false;
    }
}
