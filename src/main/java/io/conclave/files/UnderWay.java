package io.conclave.files;

import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The files with which this controller is doing something now. What lies half done for one of these is no leftover:
 * whoever reconciles a storage leaves it to who is at it. May be used from any thread.
 */
final class UnderWay {

    private final Map<String, Integer> ids = new ConcurrentHashMap<>();

    /**
     * Does something with a file.
     *
     * @return what it comes to. A file whose outcome nobody knows stays under way until the next start: only then is it
     *     certain that nothing more happens to it
     */
    <T> Future<T> with(String id, Supplier<Future<T>> work) {
        return with(List.of(id), work);
    }

    /** As {@link #with(String, Supplier)} for several. */
    <T> Future<T> with(Collection<String> some, Supplier<Future<T>> work) {
        some.forEach(id -> ids.merge(id, 1, Integer::sum));
        Future<T> outcome;
        try {
            outcome = work.get();
        } catch (RuntimeException e) {
            outcome = Future.failedFuture(e);
        }
        return outcome.onComplete(result -> {
            if (result.succeeded() || !FileLedger.isUnknown(result.cause())) {
                some.forEach(id -> ids.computeIfPresent(id, (same, times) -> times == 1 ? null : times - 1));
            }
        });
    }

    /** Whether something is being done with it. */
    boolean has(String id) {
        return ids.containsKey(id);
    }
}
