package io.conclave.workload;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait for the next tick: the interval, and up to a quarter of it on top so that it looks like life. */
final class Pace {

    private static final double MOST_JITTER = 0.25;

    private final RandomGenerator random;

    Pace(RandomGenerator random) {
        this.random = random;
    }

    /** Milliseconds until the next tick, 1 or more. */
    long nextMs(Duration interval) {
        return Math.max(1, Math.round(interval.toMillis() * (1 + random.nextDouble() * MOST_JITTER)));
    }
}
