package io.conclave.store;

import io.conclave.bus.ControllerRef;
import io.conclave.config.DatabaseSettings;
import io.vertx.core.Future;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database behind one writer thread and a few reader threads, each with a connection of its own.
 *
 * <p>It is opened as a standby's, which reads. A controller that becomes active begins its term, and then it writes:
 * until the term is ended, or until another controller has begun one, which the database itself holds against it.
 *
 * <p>There is no pool of connections: the one writer and each reader keep theirs, and make it anew where it was lost.
 */
public final class SqlDatabase implements Database {

    private static final Logger LOG = LoggerFactory.getLogger(SqlDatabase.class);
    private static final int LONGEST_QUEUE = 20_000;
    private static final long CLOSE_SECONDS = 5;
    private static final long BREAK_OFF_SECONDS = 1;

    private final Patience patience;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicReference<ControllerRef> term = new AtomicReference<>();
    private final AtomicReference<Consumer<ControllerRef>> onFenced = new AtomicReference<>(successor -> {});
    private final Readers readers;
    private final Writer writer;
    private final Thread writing;

    private SqlDatabase(Engine engine, Patience patience) {
        this.patience = patience;
        this.readers = new Readers(engine, patience, closing, LONGEST_QUEUE);
        this.writer = new Writer(engine, patience, closing, LONGEST_QUEUE, this::fenced);
        this.writing = new Thread(writer, "store-writer");
        this.writing.setDaemon(true);
        this.writing.start();
    }

    /**
     * Opens the database as a standby's, brings its schema up to date and begins to serve; blocks. A server that cannot
     * be reached yet is tried again for half a minute.
     *
     * @throws StoreException where it cannot be reached, is no database of ours, is damaged, is of a newer version, or
     *     cannot be written; says what to do
     */
    public static SqlDatabase open(DatabaseSettings settings) {
        return open(settings, Patience.USUAL);
    }

    /**
     * Opens a database that nobody shares, and begins a term; blocks.
     *
     * @param jdbcUrl {@code jdbc:sqlite:} and a file, whose folder is made where it is missing
     * @param self whose writes these are
     * @throws StoreException as {@link #open(DatabaseSettings)}
     */
    public static SqlDatabase open(String jdbcUrl, ControllerRef self) {
        SqlDatabase database = open(DatabaseSettings.of(jdbcUrl));
        try {
            database.beginTerm(self).await(Patience.USUAL.work().toSeconds(), TimeUnit.SECONDS);
            return database;
        } catch (Exception e) {
            database.close();
            throw StoreException.atOpen(jdbcUrl + " takes no writes of " + self + ": " + e.getMessage(), e);
        }
    }

    static SqlDatabase open(DatabaseSettings settings, Patience patience) {
        Engine engine = settings.isShared() ? new PostgresEngine(settings) : new SqliteEngine(settings.url());
        migrate(engine, patience.start());
        return new SqlDatabase(engine, patience);
    }

    private static void migrate(Engine engine, Duration limit) {
        Retreat retreat = new Retreat(new CountDownLatch(1), limit);
        String told = "";
        while (true) {
            try {
                engine.migrate();
                return;
            } catch (SQLException e) {
                Engine.Fault fault = engine.fault(e);
                boolean passes = fault == Engine.Fault.LOST || fault == Engine.Fault.PASSING;
                String reason = StoreException.firstLine(e);
                if (!passes || !paused(retreat)) {
                    throw StoreException.atOpen(
                            engine.place() + ": " + reason
                                    + (passes ? " (tried for " + limit.toSeconds() + " s)" : "")
                                    + "; check DATABASE_URL, and that the server runs and lets its user in",
                            e);
                }
                if (!reason.equals(told)) {
                    LOG.warn("the database at {} is tried for {} s: {}", engine.place(), limit.toSeconds(), reason);
                    told = reason;
                }
            }
        }
    }

    private static boolean paused(Retreat retreat) {
        try {
            return retreat.pause();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Begins a term of which somebody else gave the epoch: from then on, writes are taken, and those of every
     * controller with a lower one are refused. Waits for a commit that is on its way there; a controller that stands
     * still in the midst of one loses its connection.
     *
     * @return success; or a failure with a {@link io.conclave.bus.ProblemException} 409 {@code fenced} where that epoch
     *     or a higher one is another controller's, 503 {@code database_unavailable}
     */
    public Future<Void> beginTerm(ControllerRef self) {
        return beginTerm(self, tx -> null);
    }

    /**
     * As {@link #beginTerm(ControllerRef)}, with what is to be written with it: both are done, or neither.
     *
     * @param first may run more than once
     */
    public Future<Void> beginTerm(ControllerRef self, Work<Void> first) {
        return begin(self, tx -> {
                    if (!tx.epoch().raise(self.epoch(), self.id(), Instant.now())) {
                        throw Refusals.fenced(self, tx.epoch().accepted());
                    }
                    first.run(tx);
                    return self;
                })
                .mapEmpty();
    }

    /**
     * Makes ready what the beginning of a term needs, the connections above all; changes nothing.
     *
     * @param controllerId whose term it would be
     * @return a failure with 503 {@code database_unavailable} where there is no connection now
     */
    public Future<Void> prepareTerm(String controllerId) {
        Future<EpochRow> written = hand(new Pending<>(
                Pending.Kind.READING,
                new ControllerRef(controllerId, 0),
                tx -> tx.epoch().accepted(),
                patience.work()));
        return Future.all(readers.prepare(), written).mapEmpty();
    }

    /**
     * Begins a term with the next epoch, which the database gives: for a controller that nobody coordinates. One that
     * was active before is refused from then on.
     *
     * @return whose term it is, or a failure with 503 {@code database_unavailable}
     */
    public Future<ControllerRef> beginTerm(String controllerId) {
        return begin(
                new ControllerRef(controllerId, 0),
                tx -> new ControllerRef(controllerId, tx.epoch().raiseByOne(controllerId, Instant.now())));
    }

    private Future<ControllerRef> begin(ControllerRef candidate, Work<ControllerRef> raise) {
        return hand(new Pending<>(Pending.Kind.BEGINNING, candidate, raise, patience.work()))
                .map(begun -> {
                    term.set(begun);
                    return begun;
                });
    }

    /**
     * Ends the term: no more writes are taken.
     *
     * @return success when those that were handed over before have been answered
     */
    public Future<Void> endTerm() {
        term.set(null);
        return hand(new Pending<Void>(Pending.Kind.ENDING, null, tx -> null, patience.work()))
                .onSuccess(ended -> term.set(null));
    }

    /** Whose term it is here; empty for a standby. */
    public Optional<ControllerRef> term() {
        return Optional.ofNullable(term.get());
    }

    /**
     * Says whom to tell where a term turns out to be over since another controller, the argument, has begun one. Called
     * on the writer's thread, once a term; the term is ended by then.
     */
    public void onFenced(Consumer<ControllerRef> listener) {
        onFenced.set(listener);
    }

    private void fenced(ControllerRef self, EpochRow accepted) {
        if (term.compareAndSet(self, null)) {
            LOG.warn(
                    "controller {} with epoch {} writes no more: {} has epoch {}",
                    self.id(),
                    self.epoch(),
                    accepted.controller(),
                    accepted.epoch());
            onFenced.get().accept(new ControllerRef(accepted.controller(), accepted.epoch()));
        }
    }

    @Override
    public <T> Future<T> write(Work<T> work) {
        ControllerRef now = term.get();
        if (now == null && closing.getCount() > 0) {
            return readers.read(tx -> tx.epoch().accepted())
                    .compose(accepted -> Future.failedFuture(Refusals.standby(accepted)));
        }
        return hand(new Pending<>(Pending.Kind.WRITING, now, work, patience.work()));
    }

    private <T> Future<T> hand(Pending<T> pending) {
        if (closing.getCount() == 0) {
            return Future.failedFuture(Refusals.closing());
        }
        if (!writer.offer(pending)) {
            return Future.failedFuture(Refusals.overloaded(LONGEST_QUEUE));
        }
        if (!writing.isAlive()) {
            // It was closed in between, and nobody looks at the queue any more.
            pending.fail(Refusals.closing());
        }
        return pending.future();
    }

    @Override
    public <T> Future<T> read(Work<T> work) {
        return readers.read(work);
    }

    @Override
    public void close() {
        if (closing.getCount() == 0) {
            return;
        }
        closing.countDown();
        try {
            writing.join(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS));
            if (writing.isAlive()) {
                writer.breakOff();
                writing.join(TimeUnit.SECONDS.toMillis(BREAK_OFF_SECONDS));
            }
            readers.close(BREAK_OFF_SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
