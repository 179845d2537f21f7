package io.conclave.storage;

import java.time.Duration;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Tells how far a copy is, seldom enough to cost nothing: a small file is there before the first time, and of a large
 * one a viewer learns whether it is slow or stuck. For one thread.
 */
final class CopyProgress {

    static final Duration LEAST_GAP = Duration.ofMillis(500);

    private final LongConsumer told;
    private final LongSupplier nanoTime;
    private long lastAt;

    /** @param told given the bytes that are copied */
    CopyProgress(LongConsumer told, LongSupplier nanoTime) {
        this.told = told;
        this.nanoTime = nanoTime;
        this.lastAt = nanoTime.getAsLong();
    }

    /** So many bytes are copied by now. */
    void copied(long bytes) {
        long now = nanoTime.getAsLong();
        if (now - lastAt >= LEAST_GAP.toNanos()) {
            lastAt = now;
            told.accept(bytes);
        }
    }
}
