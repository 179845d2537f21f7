package io.conclave.logs;

import io.vertx.core.Future;

/** Finds entries. Answers within a few seconds, or fails with a problem; never blocks. */
public interface LogSearch {

    /**
     * Looks for entries.
     *
     * @return a page, or a failure with a problem: 400 for a query's text or cursor that cannot be read, 503 where
     *     nothing answers
     */
    Future<SearchPage> search(LogQuery query);

    /** What stands around an entry; fails with 404 {@code unknown_id} where it is gone or was never there. */
    Future<LogContext> context(AskContext question);
}
