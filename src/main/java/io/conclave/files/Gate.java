package io.conclave.files;

import io.conclave.bus.Problem;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Supplier;

/**
 * Lets so many through at a time; the others wait in their order, and those for whom there is no place are refused. May
 * be used from any thread.
 */
final class Gate {

    private final String what;
    private final int width;
    private final int places;
    private final Queue<Waiting<?>> waiting = new ArrayDeque<>();
    private final Promise<Void> empty = Promise.promise();
    private int running;
    private boolean closed;

    /**
     * @param what is let through, for the refusal
     * @param width how many at a time
     * @param places how many may wait
     */
    Gate(String what, int width, int places) {
        this.what = what;
        this.width = width;
        this.places = places;
    }

    /**
     * Begins the work when it is its turn.
     *
     * @return what the work comes to; or a {@link io.conclave.bus.ProblemException} 503 where too many wait or the gate
     *     is closed
     */
    <T> Future<T> pass(Supplier<Future<T>> work) {
        Waiting<T> one = new Waiting<>(work, Promise.promise());
        Problem refusal = admit(one);
        if (refusal != null) {
            return Future.failedFuture(refusal.asException());
        }
        return one.promise.future();
    }

    private <T> Problem admit(Waiting<T> one) {
        synchronized (this) {
            if (closed) {
                return closing();
            }
            if (running == width) {
                if (waiting.size() == places) {
                    return Problem.unavailable(
                            "overloaded", running + " " + what + " run and " + places + " wait; try again later");
                }
                waiting.add(one);
                return null;
            }
            running++;
        }
        begin(one);
        return null;
    }

    private <T> void begin(Waiting<T> one) {
        Future<T> outcome;
        try {
            outcome = one.work.get();
        } catch (RuntimeException e) {
            outcome = Future.failedFuture(e);
        }
        outcome.onComplete(result -> {
            Waiting<?> next = next();
            one.promise.handle(result);
            if (next != null) {
                begin(next);
            }
        });
    }

    /** Hands the place on; null where nobody waits. */
    private Waiting<?> next() {
        synchronized (this) {
            Waiting<?> next = waiting.poll();
            if (next != null) {
                return next;
            }
            running--;
            if (!closed || running > 0) {
                return null;
            }
        }
        empty.tryComplete();
        return null;
    }

    /** Refuses those who wait and who come from now on; completes when the last one is through. */
    Future<Void> close() {
        List<Waiting<?>> refused;
        boolean idle;
        synchronized (this) {
            closed = true;
            refused = List.copyOf(waiting);
            waiting.clear();
            idle = running == 0;
        }
        refused.forEach(one -> one.promise.fail(closing().asException()));
        if (idle) {
            empty.tryComplete();
        }
        return empty.future();
    }

    /** 503: refused, or ended early, since the controller is on its way out. */
    static Problem closing() {
        return Problem.unavailable("closing", "the controller is shutting down");
    }

    private record Waiting<T>(Supplier<Future<T>> work, Promise<T> promise) {}
}
