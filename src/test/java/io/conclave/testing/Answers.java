package io.conclave.testing;

import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;
import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What futures come to, for a test that waits. */
public final class Answers {

    private static final long LONGEST_SECONDS = 20;

    private Answers() {}

    /** The result. */
    public static <T> T done(Future<T> future) {
        try {
            return future.await(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("no answer", e);
        }
    }

    /** What it failed with. */
    public static Throwable failure(Future<?> future) {
        try {
            done(future);
        } catch (RuntimeException e) {
            return e;
        }
        throw new AssertionError("it succeeded");
    }

    /** The problem that it failed with. */
    public static Problem problem(Future<?> future) {
        return ProblemException.of(failure(future));
    }
}
