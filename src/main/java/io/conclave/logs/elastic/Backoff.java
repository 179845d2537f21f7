package io.conclave.logs.elastic;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next try: twice as long each time up to a bound, and of that between a half and the
 * whole, so that many who were turned away together do not come again together.
 */
final class Backoff {

    private static final int MOST_DOUBLINGS = 20;

    private final long firstMs;
    private final long longestMs;
    private final RandomGenerator random;

    Backoff(Duration first, Duration longest, RandomGenerator random) {
        this.firstMs = first.toMillis();
        this.longestMs = longest.toMillis();
        this.random = random;
    }

    /** @param failures how many tries have failed one after another, from 1; the wait is in milliseconds */
    synchronized long waitMs(int failures) {
        long whole = Math.min(longestMs, firstMs << Math.min(failures - 1, MOST_DOUBLINGS));
        return whole / 2 + random.nextLong(whole - whole / 2 + 1);
    }
}
