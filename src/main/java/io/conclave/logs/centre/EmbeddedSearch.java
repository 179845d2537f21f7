package io.conclave.logs.centre;

import io.conclave.bus.Problem;
import io.conclave.logs.AskContext;
import io.conclave.logs.LogContext;
import io.conclave.logs.LogQuery;
import io.conclave.logs.LogSearch;
import io.conclave.logs.SearchPage;
import io.conclave.logs.index.EmbeddedIndex;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/** Asks the embedded index by workers of its own; more questions than these can hold are refused. */
final class EmbeddedSearch implements LogSearch {

    private static final int MOST_WAITING = 16;

    private final EmbeddedIndex index;
    private final WorkerExecutor workers;
    private final AtomicInteger waiting = new AtomicInteger();

    EmbeddedSearch(EmbeddedIndex index, WorkerExecutor workers) {
        this.index = index;
        this.workers = workers;
    }

    @Override
    public Future<SearchPage> search(LogQuery query) {
        return ask(() -> index.search(query));
    }

    @Override
    public Future<LogContext> context(AskContext question) {
        return ask(() -> index.context(question));
    }

    private <T> Future<T> ask(Callable<T> question) {
        if (waiting.incrementAndGet() > MOST_WAITING) {
            waiting.decrementAndGet();
            throw Problem.unavailable("busy", MOST_WAITING + " searches are under way already; try again")
                    .asException();
        }
        return workers.executeBlocking(question, false).onComplete(any -> waiting.decrementAndGet());
    }
}
