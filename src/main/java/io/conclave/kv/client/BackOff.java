package io.conclave.kv.client;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before an attempt is repeated: a quarter longer each time up to a limit, of which a random half is
 * left out, so that clients that failed together do not come back together. So a wait is about a quarter of the time
 * that was waited before, which is by how much an outage gets longer for the caller at the most.
 *
 * @see <a href="https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/">Exponential Backoff And
 *     Jitter</a>
 * @param first the longest wait after the first failure
 * @param most the longest wait of all
 */
record BackOff(Duration first, Duration most) {

    /** Short enough that a new primary is found within a few milliseconds, long enough not to crowd it. */
    static final BackOff USUAL = new BackOff(Duration.ofMillis(4), Duration.ofMillis(100));

    private static final double GROWTH = 1.25;

    /**
     * The wait after a failure.
     *
     * @param failures how many there were in a row, from 1
     */
    Duration after(int failures, RandomGenerator random) {
        double grown = first.toNanos() * Math.pow(GROWTH, failures - 1);
        long longest = (long) Math.min(grown, most.toNanos());
        return Duration.ofNanos(longest / 2 + random.nextLong(longest / 2 + 1));
    }
}
