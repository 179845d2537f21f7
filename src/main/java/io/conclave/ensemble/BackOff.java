package io.conclave.ensemble;

import java.time.Duration;

/**
 * When to ask a source again that may not be there: at once after it told something, and after a failure twice as late
 * each time, up to a limit.
 */
final class BackOff {

    private final long firstNanos;
    private final long longestNanos;
    private long delayNanos;
    private long dueNanos;
    private boolean failed;

    /**
     * @param first how long to wait after the first failure
     * @param longest how long to wait at the most
     */
    BackOff(Duration first, Duration longest) {
        this.firstNanos = first.toNanos();
        this.longestNanos = longest.toNanos();
    }

    /** Whether to ask now. */
    boolean isDue(long nowNanos) {
        return !failed || nowNanos - dueNanos >= 0;
    }

    /** It told something. */
    void succeeded() {
        failed = false;
        delayNanos = 0;
    }

    /** It told nothing. */
    void failed(long nowNanos) {
        failed = true;
        delayNanos = delayNanos == 0 ? firstNanos : Math.min(longestNanos, delayNanos * 2);
        dueNanos = nowNanos + delayNanos;
    }
}
