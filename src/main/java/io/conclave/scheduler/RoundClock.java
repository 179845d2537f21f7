package io.conclave.scheduler;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * When rounds run by themselves: each an interval after the last one ended, or at once where that one says so, never
 * two at a time.
 */
final class RoundClock {

    /** Who is told when rounds come. */
    interface Watcher {

        /** The next round comes after this wait. */
        void armed(Duration wait);

        /** A round begins. */
        void begun();
    }

    private static final long NONE = -1;

    private final Vertx vertx;
    private final LongSupplier nanoTime;
    private final Supplier<Duration> interval;
    private final Supplier<Future<Boolean>> round;
    private final Watcher watcher;
    private long timer = NONE;
    private long dueAt;
    private boolean running;
    private boolean stuck;

    /**
     * @param interval between two rounds, asked each time
     * @param round runs one; says whether another one should follow at once
     */
    RoundClock(
            Vertx vertx,
            LongSupplier nanoTime,
            Supplier<Duration> interval,
            Supplier<Future<Boolean>> round,
            Watcher watcher) {
        this.vertx = vertx;
        this.nanoTime = nanoTime;
        this.interval = interval;
        this.round = round;
        this.watcher = watcher;
    }

    /** Begins anew: the next round is an interval away. Does nothing while one is running. */
    void restart() {
        stuck = false;
        if (!running) {
            arm(interval.get());
        }
    }

    /** There is a reason for a round before its time; not where the last one failed, which waits for the interval. */
    void within(Duration wait) {
        if (!running && !stuck && dueAt - nanoTime.getAsLong() > wait.toNanos()) {
            arm(wait);
        }
    }

    private void arm(Duration wait) {
        if (timer != NONE) {
            vertx.cancelTimer(timer);
        }
        dueAt = nanoTime.getAsLong() + wait.toNanos();
        timer = vertx.setTimer(Math.max(1, wait.toMillis()), fired -> run());
        watcher.armed(wait);
    }

    private void run() {
        timer = NONE;
        running = true;
        watcher.begun();
        round.get().onComplete(ended -> {
            running = false;
            stuck = ended.failed();
            arm(ended.succeeded() && ended.result() ? Duration.ZERO : interval.get());
        });
    }
}
