package io.conclave.bench.kv;

import java.io.IOException;
import java.time.Duration;

/** Waits until a store is ready. */
final class Ready {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final long LOOK_AGAIN_MS = 50;

    private Ready() {}

    /**
     * Looks again and again until the look succeeds without a failure.
     *
     * @throws IOException with the last failure, where it never did
     */
    static void await(String what, Daemons daemons, Look look) throws IOException, InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            try {
                look.take();
                return;
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception notYet) {
                if (System.nanoTime() > end) {
                    throw new IOException(what + " is not ready: " + notYet + "\n" + daemons.condition(), notYet);
                }
            }
            Thread.sleep(LOOK_AGAIN_MS);
        }
    }

    /** Fails while the store is not ready. */
    @FunctionalInterface
    interface Look {
        /** Looks once. */
        void take() throws Exception;
    }
}
