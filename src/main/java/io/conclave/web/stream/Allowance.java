package io.conclave.web.stream;

import java.util.function.LongSupplier;

/**
 * How often something may happen: so many times at once, and after that as fast as the allowance is filled up again (a
 * token bucket).
 */
final class Allowance {

    private static final double NANOS_A_SECOND = 1e9;

    private final double most;
    private final double perSecond;
    private final LongSupplier nanoTime;
    private double left;
    private long filledAt;

    /**
     * @param most how often at once
     * @param perSecond how much comes back each second
     * @param nanoTime a clock that never goes back, in nanoseconds
     */
    Allowance(int most, double perSecond, LongSupplier nanoTime) {
        this.most = most;
        this.perSecond = perSecond;
        this.nanoTime = nanoTime;
        this.left = most;
        this.filledAt = nanoTime.getAsLong();
    }

    /** Takes one; false where none is left. */
    boolean take() {
        long now = nanoTime.getAsLong();
        left = Math.min(most, left + (now - filledAt) / NANOS_A_SECOND * perSecond);
        filledAt = now;
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }
}
