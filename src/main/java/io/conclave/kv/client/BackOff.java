package io.conclave.kv.client;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before an attempt is repeated: twice as long each time up to a limit, of which a random half is left
 * out, so that clients that failed together do not come back together.
 *
 * @see <a href="https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/">Exponential Backoff And
 *     Jitter</a>
 * @param first the longest wait after the first failure
 * @param most the longest wait of all
 */
record BackOff(Duration first, Duration most) {

    /** Short enough that a new primary is found within a few milliseconds, long enough not to crowd it. */
    static final BackOff USUAL = new BackOff(Duration.ofMillis(4), Duration.ofMillis(100));

    private static final int MOST_DOUBLINGS = 20;

    /**
     * The wait after a failure.
     *
     * @param failures how many there were in a row, from 1
     */
    Duration after(int failures, RandomGenerator random) {
        long doubled = first.toNanos() << Math.min(failures - 1, MOST_DOUBLINGS);
        long longest = Math.min(doubled, most.toNanos());
        return Duration.ofNanos(longest / 2 + random.nextLong(longest / 2 + 1));
    }
}
