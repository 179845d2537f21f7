package io.conclave.storage;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The copies to one folder, one a file: who orders another one has lost sight of the first, which is ended before the
 * new one begins, so that two never write to one temporary name.
 */
final class CopiesUnderWay {

    private final Map<String, Running> running = new HashMap<>();

    /** One copy. */
    private static final class Running {
        private final Promise<Copied> ended = Promise.promise();
        private volatile boolean replaced;
    }

    /**
     * Begins a copy once the one before of the same file has ended.
     *
     * @param copy given what tells it that it is replaced; its future never fails
     */
    Future<Copied> begin(String id, Function<BooleanSupplier, Future<Copied>> copy) {
        Running mine = new Running();
        return inTurn(id, mine, () -> copy.apply(() -> mine.replaced));
    }

    private Future<Copied> inTurn(String id, Running mine, Supplier<Future<Copied>> copy) {
        Running before;
        synchronized (running) {
            before = running.put(id, mine);
        }
        Future<?> free = Future.succeededFuture();
        if (before != null) {
            before.replaced = true;
            free = before.ended.future();
        }
        return free.transform(ignored -> copy.get()).onComplete(result -> {
            synchronized (running) {
                running.remove(id, mine);
            }
            mine.ended.handle(result);
        });
    }

    /** Completes when no copy of this file runs; one that does is ended. */
    Future<Void> end(String id) {
        Running before;
        synchronized (running) {
            before = running.get(id);
        }
        if (before == null) {
            return Future.succeededFuture();
        }
        before.replaced = true;
        return before.ended.future().<Void>mapEmpty().otherwiseEmpty();
    }
}
