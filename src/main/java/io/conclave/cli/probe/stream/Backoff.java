package io.conclave.cli.probe.stream;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: a random share of a ceiling that doubles with each failure ("full jitter"),
 * so that many clients do not come back in step after a restart. Between 0.1 and 10 s.
 *
 * @see <a href="https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/">Exponential backoff and
 *     jitter</a>
 */
final class Backoff {

    private static final long FIRST_MS = 250;
    private static final long SHORTEST_MS = 100;
    private static final long LONGEST_MS = 10_000;

    private final RandomGenerator random;
    private int failures;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    /** The wait after one more failure. */
    Duration next() {
        long ceiling = Math.min(LONGEST_MS, FIRST_MS << Math.min(failures, 10));
        failures++;
        return Duration.ofMillis(SHORTEST_MS + random.nextLong(ceiling - SHORTEST_MS + 1));
    }

    /** Says that an attempt went well. */
    void reset() {
        failures = 0;
    }
}
