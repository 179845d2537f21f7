package io.conclave.store;

import io.vertx.core.Future;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A few threads that read, each over a connection of its own, which it makes anew where it was lost. */
final class Readers {

    private static final int THREADS = 3;

    private final Engine engine;
    private final Patience patience;
    private final CountDownLatch closing;
    private final int longestQueue;
    private final ThreadPoolExecutor threads;
    private final List<Session> open = new CopyOnWriteArrayList<>();
    private final ThreadLocal<Session> own = new ThreadLocal<>();

    Readers(Engine engine, Patience patience, CountDownLatch closing, int longestQueue) {
        this.engine = engine;
        this.patience = patience;
        this.closing = closing;
        this.longestQueue = longestQueue;
        this.threads = new ThreadPoolExecutor(
                THREADS, THREADS, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(longestQueue), task -> {
                    Thread thread = new Thread(task, "store-reader");
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /** Has all threads begun and connected: each that is not there yet begins with one of these. */
    Future<Void> prepare() {
        return Future.all(Stream.generate(() -> read(tx -> tx.epoch().accepted()))
                        .limit(THREADS)
                        .toList())
                .mapEmpty();
    }

    <T> Future<T> read(Work<T> work) {
        Pending<T> pending = new Pending<>(Pending.Kind.READING, null, work, patience.work());
        try {
            threads.execute(() -> run(pending));
        } catch (RejectedExecutionException full) {
            return Future.failedFuture(
                    closing.getCount() == 0 ? Refusals.closing() : Refusals.overloaded(longestQueue));
        }
        return pending.future();
    }

    private <T> void run(Pending<T> pending) {
        Retreat retreat = new Retreat(closing, patience.work());
        String reason = "too many calls wait for it";
        try {
            while (!pending.isLate()) {
                try {
                    Session session = session();
                    T result = pending.run(session.tx());
                    engine.endRead(session.connection());
                    session.hearOf();
                    pending.succeed(result);
                    return;
                } catch (StoreException e) {
                    if (!passes(e.fault())) {
                        throw e;
                    }
                    reason = StoreException.firstLine(e.getCause());
                } catch (SQLException e) {
                    reason = StoreException.firstLine(e);
                }
                drop();
                if (!retreat.pause()) {
                    break;
                }
            }
            pending.fail(Refusals.unavailable(engine.place(), reason));
        } catch (RuntimeException e) {
            endFailed();
            pending.fail(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            pending.fail(Refusals.closing());
        }
    }

    private static boolean passes(Engine.Fault fault) {
        return fault == Engine.Fault.LOST || fault == Engine.Fault.PASSING;
    }

    private Session session() throws SQLException {
        Session session = own.get();
        if (session != null && !session.isThere(patience.quiet())) {
            drop();
            session = null;
        }
        if (session == null) {
            session = new Session(engine, engine.connectReader());
            own.set(session);
            open.add(session);
        }
        return session;
    }

    private void endFailed() {
        Session session = own.get();
        if (session != null) {
            try {
                engine.endRead(session.connection());
            } catch (SQLException e) {
                drop();
            }
        }
    }

    private void drop() {
        Session session = own.get();
        if (session != null) {
            own.remove();
            open.remove(session);
            session.close();
        }
    }

    /** Ends the threads; where one does not end, its connection is broken. */
    void close(long seconds) throws InterruptedException {
        threads.shutdown();
        boolean ended = threads.awaitTermination(seconds, TimeUnit.SECONDS);
        for (Session session : open) {
            if (ended) {
                session.close();
            } else {
                engine.breakOff(session.connection());
            }
        }
    }
}
