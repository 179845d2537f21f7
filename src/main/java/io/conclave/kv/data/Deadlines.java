package io.conclave.kv.data;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** When callers stop waiting: what they say, but neither for ever nor for longer than repeated writes are known. */
final class Deadlines {

    /** For a caller that does not say. */
    private static final long USUAL_NANOS = TimeUnit.SECONDS.toNanos(30);

    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final LongSupplier nanoTime;

    /** By this clock, in nanoseconds. */
    Deadlines(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * The deadline of a call that has just come, in the time of the clock.
     *
     * @param timeout how long the caller waits; 0 where it does not say
     */
    long of(long timeout, TimeUnit unit) {
        long nanos = timeout <= 0 ? USUAL_NANOS : Math.min(unit.toNanos(timeout), LONGEST_NANOS);
        return nanoTime.getAsLong() + nanos;
    }
}
