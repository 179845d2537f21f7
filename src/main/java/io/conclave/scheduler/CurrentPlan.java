package io.conclave.scheduler;

import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The plan that holds now, computed when it is asked for and something has changed since. */
final class CurrentPlan {

    private final Planner planner;
    private final PlanBook book;
    private final Supplier<PlanInputs> inputs;
    private final NewestFiles files;
    private final LongSupplier nanoTime;
    private final Consumer<PlanTiming> timings;
    private PlannedPlan current;

    /**
     * @param inputs what is known at the moment, without files
     * @param files where candidates are read
     * @param timings told how long each plan took
     */
    CurrentPlan(
            Planner planner,
            PlanBook book,
            Supplier<PlanInputs> inputs,
            NewestFiles files,
            LongSupplier nanoTime,
            Consumer<PlanTiming> timings) {
        this.planner = planner;
        this.book = book;
        this.inputs = inputs;
        this.files = files;
        this.nanoTime = nanoTime;
        this.timings = timings;
    }

    /** Something that a plan depends on has changed. */
    void outdate() {
        current = null;
    }

    /** The plan. */
    PlannedPlan get() {
        if (current == null) {
            long begun = nanoTime.getAsLong();
            PlannedPlan planned = planner.plan(inputs.get(), files);
            timings.accept(
                    new PlanTiming(nanoTime.getAsLong() - begun, planned.plan().reason()));
            current = book.enter(planned);
        }
        return current;
    }
}
