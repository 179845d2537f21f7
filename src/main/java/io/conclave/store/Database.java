package io.conclave.store;

import io.vertx.core.Future;

/** The relational database, without blocking its callers. */
public interface Database extends AutoCloseable {

    /**
     * Runs work that changes something. Works are run one after another in the order of the calls, and several may
     * share one commit; each is undone alone where it throws. The future completes on the caller's context, after the
     * commit is on disk.
     *
     * @return what the work yields; or the failure that undid it, a {@link io.conclave.bus.ProblemException} 503 where
     *     the queue of waiting works is full or the database is closed
     */
    <T> Future<T> write(Work<T> work);

    /** Runs work that only reads, beside other readers and the writer; sees every write that completed before. */
    <T> Future<T> read(Work<T> work);

    /** Finishes the works that were handed over, then closes the connections; blocks for five seconds at the most. */
    @Override
    void close();
}
