package io.conclave.store;

import io.vertx.core.Future;

/** The relational database, without blocking its callers. */
public interface Database extends AutoCloseable {

    /**
     * Runs work that changes something. Works are run one after another in the order of the calls, and several may
     * share one commit; each is undone alone where it throws. The future completes on the caller's context, after the
     * commit is on disk.
     *
     * @return what the work yields; or the failure that undid it, which is a {@link io.conclave.bus.ProblemException}
     *     503 where the queue of waiting works is full ({@code overloaded}), the database is closed ({@code closing}),
     *     this is a standby ({@code standby}), the engine did not answer in time, so that nothing was changed
     *     ({@code database_unavailable}, {@code database_slow}), or it did not say whether it committed
     *     ({@code outcome_unknown}); 409 {@code fenced} where another controller has taken over; 507 {@code disk_full}
     */
    <T> Future<T> write(Work<T> work);

    /**
     * Runs work that only reads, beside other readers and the writer; sees every write that completed before.
     *
     * @return what the work yields, or its failure, as above
     */
    <T> Future<T> read(Work<T> work);

    /** Finishes the works that were handed over, then closes the connections; blocks for five seconds at the most. */
    @Override
    void close();
}
