package io.conclave.store;

import io.conclave.bus.ControllerRef;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;

/**
 * A work on its way, and who waits for it.
 *
 * @param <T> what it yields
 */
final class Pending<T> {

    private final Kind kind;
    private final ControllerRef term;
    private final Work<T> work;
    private final long deadline;
    private final Context context = Vertx.currentContext();
    private final Promise<T> promise = Promise.promise();

    /** What a work has to do with a term. */
    enum Kind {
        /** Only reads, so that nobody's term matters. */
        READING,
        /** Changes something in a term. */
        WRITING,
        /** Begins a term. */
        BEGINNING,
        /** Changes nothing; has its turn when all that the term was handed is done. */
        ENDING
    }

    /**
     * @param term in whose, or null
     * @param work what to do
     * @param limit from now, after which it is not begun any more
     */
    Pending(Kind kind, ControllerRef term, Work<T> work, Duration limit) {
        this.kind = kind;
        this.term = term;
        this.work = work;
        this.deadline = System.nanoTime() + limit.toNanos();
    }

    Future<T> future() {
        return promise.future();
    }

    Kind kind() {
        return kind;
    }

    ControllerRef term() {
        return term;
    }

    /** Whether it may share a transaction with that one, before or behind it. */
    boolean goesWith(Pending<?> other) {
        return kind == Kind.WRITING && other.kind == Kind.WRITING && term.equals(other.term);
    }

    boolean isLate() {
        return System.nanoTime() - deadline >= 0;
    }

    T run(Tx tx) {
        return work.run(tx);
    }

    /**
     * Runs the work; what it answers must wait for the group's commit, so it is given back instead of sent. A failure
     * of its own undoes this work alone; one of the whole transaction is thrown.
     */
    Runnable runBelowSavepoint(Connection connection, Tx tx) throws SQLException {
        Savepoint savepoint = connection.setSavepoint();
        try {
            T result = work.run(tx);
            connection.releaseSavepoint(savepoint);
            return () -> succeed(result);
        } catch (RuntimeException e) {
            if (e instanceof StoreException store && concernsAll(store.fault())) {
                throw e;
            }
            connection.rollback(savepoint);
            return () -> fail(e);
        }
    }

    private static boolean concernsAll(Engine.Fault fault) {
        return switch (fault) {
            case LOST, PASSING, DISK_FULL -> true;
            case TOO_SLOW, DUPLICATE, OTHER -> false;
        };
    }

    void succeed(T result) {
        answer(() -> promise.tryComplete(result));
    }

    void fail(RuntimeException cause) {
        answer(() -> promise.tryFail(Refusals.of(cause)));
    }

    private void answer(Runnable completion) {
        if (context == null) {
            completion.run();
        } else {
            context.runOnContext(ignored -> completion.run());
        }
    }
}
