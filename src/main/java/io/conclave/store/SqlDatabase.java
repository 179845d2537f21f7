package io.conclave.store;

import io.conclave.bus.ControllerRef;
import io.conclave.bus.Problem;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database behind one writer thread and a few reader threads, each with a connection of its own.
 *
 * <p>The writer commits in groups: it takes all works that wait, up to {@value #LARGEST_GROUP}, runs each below a
 * savepoint in one transaction, and commits once. A caller that waits pays one fsync; a hundred callers share one. A
 * work that throws is undone alone. Before the works of a group the controller's epoch is compared with the table's, so
 * that a controller that was replaced changes nothing.
 */
public final class SqlDatabase implements Database {

    private static final Logger LOG = LoggerFactory.getLogger(SqlDatabase.class);
    private static final int LARGEST_GROUP = 512;
    private static final int LONGEST_QUEUE = 20_000;
    private static final int READERS = 3;
    private static final long CLOSE_SECONDS = 5;

    private final Dialect dialect;
    private final ControllerRef self;
    private final BlockingQueue<Pending<?>> queue = new ArrayBlockingQueue<>(LONGEST_QUEUE);
    private final Thread writer;
    private final ThreadPoolExecutor readers;
    private final List<Statements> readerConnections = new ArrayList<>();
    private final ThreadLocal<Tx> readerTx;
    private volatile boolean closed;

    private SqlDatabase(Dialect dialect, ControllerRef self, Connection writing) {
        this.dialect = dialect;
        this.self = self;
        this.readerTx = ThreadLocal.withInitial(this::openReader);
        this.readers = new ThreadPoolExecutor(
                READERS, READERS, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(LONGEST_QUEUE), task -> {
                    Thread thread = new Thread(task, "store-reader");
                    thread.setDaemon(true);
                    return thread;
                });
        this.writer = new Thread(() -> writeUntilClosed(new Statements(writing)), "store-writer");
        this.writer.setDaemon(true);
        this.writer.start();
    }

    /**
     * Opens the database, brings its schema up to date and begins to serve; blocks.
     *
     * @param jdbcUrl {@code jdbc:sqlite:} and a file, whose folder is made where it is missing
     * @param self whose writes these are
     * @throws StoreException where the file is no database, is damaged, is of a newer version, or cannot be written;
     *     says what to do
     */
    public static SqlDatabase open(String jdbcUrl, ControllerRef self) {
        Dialect dialect = Dialect.of(jdbcUrl);
        dialect.migrate();
        return new SqlDatabase(dialect, self, dialect.connect(false));
    }

    @Override
    public <T> Future<T> write(Work<T> work) {
        Pending<T> pending = new Pending<>(work, Vertx.currentContext());
        if (closed || !queue.offer(pending)) {
            return Future.failedFuture(overloaded().asException());
        }
        return pending.promise.future();
    }

    @Override
    public <T> Future<T> read(Work<T> work) {
        Pending<T> pending = new Pending<>(work, Vertx.currentContext());
        try {
            readers.execute(() -> pending.finish(() -> work.run(readerTx.get())));
        } catch (RejectedExecutionException full) {
            return Future.failedFuture(overloaded().asException());
        }
        return pending.promise.future();
    }

    private Problem overloaded() {
        return closed
                ? Problem.unavailable("closing", "the controller is shutting down")
                : Problem.unavailable("overloaded", "more than " + LONGEST_QUEUE + " database calls wait; try again");
    }

    private Tx openReader() {
        Statements statements = new Statements(dialect.connect(true));
        synchronized (readerConnections) {
            readerConnections.add(statements);
        }
        return new Tx(statements);
    }

    private void writeUntilClosed(Statements statements) {
        Tx tx = new Tx(statements);
        List<Pending<?>> group = new ArrayList<>(LARGEST_GROUP);
        try (statements) {
            while (!closed || !queue.isEmpty()) {
                Pending<?> first = queue.poll(100, TimeUnit.MILLISECONDS);
                if (first == null) {
                    continue;
                }
                group.add(first);
                queue.drainTo(group, LARGEST_GROUP - 1);
                writeGroup(statements, tx, group);
                group.clear();
            }
            dialect.beforeClose(statements.connection());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } catch (SQLException e) {
            LOG.warn("the database did not close cleanly: {}", e.toString());
        }
        queue.forEach(pending -> pending.fail(overloaded().asException()));
    }

    private void writeGroup(Statements statements, Tx tx, List<Pending<?>> group) {
        Connection connection = statements.connection();
        List<Runnable> answers = new ArrayList<>(group.size());
        try {
            long accepted = tx.epoch().current();
            if (accepted > self.epoch()) {
                throw new Problem(
                                409,
                                "fenced",
                                "controller " + self.id() + " writes with epoch " + self.epoch() + ", but epoch "
                                        + accepted + " has taken over",
                                "epoch",
                                Long.toString(self.epoch()),
                                accepted + " or more")
                        .asException();
            }
            for (Pending<?> pending : group) {
                answers.add(pending.runBelowSavepoint(connection, tx));
            }
            connection.commit();
            answers.forEach(Runnable::run);
        } catch (SQLException | RuntimeException e) {
            rollback(connection);
            RuntimeException failure = failure(e);
            group.forEach(pending -> pending.fail(failure));
        }
    }

    private static RuntimeException failure(Exception e) {
        StoreException store = e instanceof StoreException known
                ? known
                : e instanceof SQLException sql ? new StoreException("COMMIT", sql) : null;
        if (store == null) {
            return (RuntimeException) e;
        }
        return store.isDiskFull()
                ? new Problem(507, "disk_full", "the database's disk is full; make room, then repeat", null, null, null)
                        .asException()
                : store;
    }

    private static void rollback(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            LOG.error("the database could not roll back", e);
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        readers.shutdown();
        try {
            writer.join(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS));
            if (readers.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                closeReaders();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeReaders() {
        synchronized (readerConnections) {
            for (Statements statements : readerConnections) {
                try {
                    statements.close();
                } catch (SQLException e) {
                    LOG.warn("a reader did not close cleanly: {}", e.toString());
                }
            }
        }
    }

    /** A work on its way, and who waits for it. */
    private static final class Pending<T> {

        private final Work<T> work;
        private final Context context;
        private final Promise<T> promise = Promise.promise();

        Pending(Work<T> work, Context context) {
            this.work = work;
            this.context = context;
        }

        /** Runs the work; what it answers must wait for the group's commit, so it is given back instead of sent. */
        Runnable runBelowSavepoint(Connection connection, Tx tx) throws SQLException {
            var savepoint = connection.setSavepoint();
            try {
                T result = work.run(tx);
                connection.releaseSavepoint(savepoint);
                return () -> answer(() -> promise.tryComplete(result));
            } catch (RuntimeException e) {
                connection.rollback(savepoint);
                if (e instanceof StoreException store && store.isDiskFull()) {
                    throw e;
                }
                return () -> fail(e);
            }
        }

        void finish(java.util.concurrent.Callable<T> call) {
            try {
                T result = call.call();
                answer(() -> promise.tryComplete(result));
            } catch (Exception e) {
                fail(e);
            }
        }

        void fail(Throwable cause) {
            answer(() -> promise.tryFail(cause));
        }

        private void answer(Runnable completion) {
            if (context == null) {
                completion.run();
            } else {
                context.runOnContext(ignored -> completion.run());
            }
        }
    }
}
