package io.conclave.store;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * The pauses between attempts at something that does not answer: each twice as long as the one before, up to a second,
 * and between half and all of it by chance, so that those who lost the same engine do not come back in step.
 */
final class Retreat {

    private static final long SHORTEST_MS = 20;
    private static final long LONGEST_MS = 1_000;

    private final CountDownLatch closing;
    private final long deadline;
    private long pauseMs = SHORTEST_MS;

    /**
     * @param closing opened where nobody is to wait any longer
     * @param limit from now
     */
    Retreat(CountDownLatch closing, Duration limit) {
        this.closing = closing;
        this.deadline = System.nanoTime() + limit.toNanos();
    }

    /** Pauses; false where the limit is over, or it is time to close. */
    boolean pause() throws InterruptedException {
        if (System.nanoTime() - deadline >= 0) {
            return false;
        }
        long chosenMs = ThreadLocalRandom.current().nextLong(pauseMs / 2, pauseMs) + 1;
        pauseMs = Math.min(2 * pauseMs, LONGEST_MS);
        return !closing.await(chosenMs, TimeUnit.MILLISECONDS);
    }
}
