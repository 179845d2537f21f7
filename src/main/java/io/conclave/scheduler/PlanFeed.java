package io.conclave.scheduler;

import io.conclave.bus.Bus;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Publishes counts and plan when they change: at once where it was quiet, and {@link #LEAST_GAP} apart where changes
 * pour in, so that a burst of uploads costs viewers twenty plans a second and not thousands.
 */
final class PlanFeed {

    static final Duration LEAST_GAP = Duration.ofMillis(50);

    private final Vertx vertx;
    private final Bus bus;
    private final CurrentPlan plan;
    private final FileIndex index;
    private final LongSupplier nanoTime;
    private final Consumer<PlannedPlan> listener;
    private boolean due;
    private long lastAt;
    private Counts lastCounts;
    private PlannedPlan lastPlan;

    /** @param listener told of each plan after it was published */
    PlanFeed(
            Vertx vertx,
            Bus bus,
            CurrentPlan plan,
            FileIndex index,
            LongSupplier nanoTime,
            Consumer<PlannedPlan> listener) {
        this.vertx = vertx;
        this.bus = bus;
        this.plan = plan;
        this.index = index;
        this.nanoTime = nanoTime;
        this.listener = listener;
        this.lastAt = nanoTime.getAsLong() - LEAST_GAP.toNanos();
    }

    /** Something has changed that a plan depends on. */
    void changed() {
        plan.outdate();
        if (!due) {
            due = true;
            long wait = Math.max(0, LEAST_GAP.toNanos() - (nanoTime.getAsLong() - lastAt));
            vertx.setTimer(Math.max(1, Duration.ofNanos(wait).toMillis()), timer -> publish());
        }
    }

    private void publish() {
        due = false;
        lastAt = nanoTime.getAsLong();
        Counts counts = index.counts();
        if (!counts.equals(lastCounts)) {
            lastCounts = counts;
            bus.publish(SchedulerTopics.COUNTS, counts);
        }
        PlannedPlan now = plan.get();
        if (!now.equals(lastPlan)) {
            lastPlan = now;
            bus.publish(SchedulerTopics.PLAN, now.plan());
            listener.accept(now);
        }
    }
}
