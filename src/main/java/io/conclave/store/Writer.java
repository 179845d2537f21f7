package io.conclave.store;

import io.conclave.bus.ControllerRef;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes, over one connection, which it makes anew where it was lost.
 *
 * <p>It commits in groups: it takes all works that wait, up to the engine's largest group, runs each below a savepoint
 * in one transaction, and commits once. A caller that waits pays one fsync; a hundred callers share one. A work that
 * throws is undone alone. Each transaction begins by locking the accepted epoch and comparing it with the term's, so
 * that a controller that was replaced changes nothing, and that none is replaced between the check and the commit.
 *
 * <p>A group that was undone by a fault that passes is run again. One whose commit's answer was lost is looked for by
 * the number that it wrote: it was made where the number is there once its transaction has ended. Only where the engine
 * does not answer in time either is the outcome told as unknown.
 */
final class Writer implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);
    private static final int POLL_MS = 100;

    private final Engine engine;
    private final Patience patience;
    private final CountDownLatch closing;
    private final FencedListener fenced;
    private final BlockingQueue<Pending<?>> queue;
    private final WriterSession session;
    private boolean away;

    private String lastReason = "too many calls wait for it";
    /** No two commits of a term have one number, also where its controller was started anew in between. */
    private long commits = System.currentTimeMillis() << 20;

    Writer(Engine engine, Patience patience, CountDownLatch closing, int longestQueue, FencedListener fenced) {
        this.engine = engine;
        this.session = new WriterSession(engine, patience.quiet());
        this.patience = patience;
        this.closing = closing;
        this.fenced = fenced;
        this.queue = new ArrayBlockingQueue<>(longestQueue);
    }

    /** Is told where a term turned out to be over. */
    @FunctionalInterface
    interface FencedListener {
        void fenced(ControllerRef self, EpochRow accepted);
    }

    boolean offer(Pending<?> pending) {
        return queue.offer(pending);
    }

    @Override
    public void run() {
        List<Pending<?>> group = new ArrayList<>();
        try {
            while (closing.getCount() > 0 || !queue.isEmpty()) {
                Pending<?> first = queue.poll(POLL_MS, TimeUnit.MILLISECONDS);
                if (first != null && first.kind() == Pending.Kind.ENDING) {
                    session.close();
                    first.succeed(null);
                } else if (first != null) {
                    gather(first, group);
                    write(group);
                    group.clear();
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } finally {
            session.close();
            queue.forEach(pending -> pending.fail(Refusals.closing()));
        }
    }

    private void gather(Pending<?> first, List<Pending<?>> group) {
        group.add(first);
        Pending<?> next = queue.peek();
        while (next != null && next.goesWith(first) && group.size() < engine.largestGroup()) {
            group.add(queue.remove());
            next = queue.peek();
        }
    }

    private void write(List<Pending<?>> group) throws InterruptedException {
        Retreat retreat = new Retreat(closing, patience.work());
        boolean again = true;
        while (again) {
            group.removeIf(this::isDismissed);
            queue.removeIf(this::isDismissed);
            again = !group.isEmpty() && settle(group, attempt(group), retreat);
        }
    }

    /** Tells the works of a group how it went; true where it is to be run again. */
    private boolean settle(List<Pending<?>> group, Attempt attempt, Retreat retreat) throws InterruptedException {
        if (attempt instanceof Attempt.Made made) {
            noteAnswer();
            made.answers().forEach(Runnable::run);
            return false;
        }
        if (attempt instanceof Attempt.Refused refused) {
            noteAnswer();
            group.forEach(pending -> pending.fail(refused.why()));
            return false;
        }
        if (attempt instanceof Attempt.Unknown unknown) {
            noteAway(unknown.reason());
            return settle(group, resolve(unknown, group.get(0).term()), retreat);
        }
        noteAway(((Attempt.Undone) attempt).reason());
        boolean again = retreat.pause();
        if (!again) {
            RuntimeException why = Refusals.unavailable(engine.place(), lastReason);
            group.forEach(pending -> pending.fail(why));
        }
        return again;
    }

    private void noteAway(String reason) {
        if (!away || !reason.equals(lastReason)) {
            LOG.warn("the database at {} takes no writes now, and is tried again: {}", engine.place(), reason);
        }
        away = true;
        lastReason = reason;
    }

    private void noteAnswer() {
        if (away) {
            LOG.info("the database at {} answers again", engine.place());
        }
        away = false;
    }

    private boolean isDismissed(Pending<?> pending) {
        if (!pending.isLate() || pending.kind() == Pending.Kind.ENDING) {
            return false;
        }
        pending.fail(Refusals.unavailable(engine.place(), lastReason));
        return true;
    }

    private Attempt attempt(List<Pending<?>> group) {
        List<Runnable> answers = new ArrayList<>(group.size());
        long number = ++commits;
        boolean sent = false;
        try {
            Session current = session.of(group.get(0).term());
            if (group.get(0).kind() == Pending.Kind.WRITING) {
                requireTerm(current.tx().epoch(), group.get(0).term());
                if (engine.losesCommits()) {
                    current.tx().epoch().number(group.get(0).term(), number);
                }
            }
            for (Pending<?> pending : group) {
                answers.add(pending.runBelowSavepoint(current.connection(), current.tx()));
            }
            sent = true;
            session.commit();
            return new Attempt.Made(answers);
        } catch (SQLException e) {
            StoreException failure = new StoreException(sent ? "COMMIT" : "the transaction", e, engine.fault(e));
            boolean lost = sent && engine.losesCommits() && failure.fault() == Engine.Fault.LOST;
            Attempt undone = undone(failure, group.get(0).kind());
            // What begins a term can be repeated: it comes to the same.
            return lost && group.get(0).kind() == Pending.Kind.WRITING
                    ? new Attempt.Unknown(StoreException.firstLine(e), number, answers)
                    : undone;
        } catch (StoreException e) {
            return undone(e, group.get(0).kind());
        } catch (RuntimeException e) {
            session.undo();
            return new Attempt.Refused(e);
        }
    }

    private void requireTerm(EpochTable epoch, ControllerRef term) {
        EpochRow accepted = epoch.locked();
        if (accepted.epoch() != term.epoch() || !accepted.controller().equals(term.id())) {
            fenced.fenced(term, accepted);
            throw Refusals.fenced(term, accepted);
        }
    }

    private Attempt undone(StoreException failure, Pending.Kind kind) {
        return session.leave(failure.fault(), kind == Pending.Kind.BEGINNING)
                ? new Attempt.Undone(StoreException.firstLine(failure.getCause()))
                : new Attempt.Refused(failure);
    }

    /** Looks for a commit whose answer was lost. */
    private Attempt resolve(Attempt.Unknown unknown, ControllerRef term) throws InterruptedException {
        Retreat retreat = new Retreat(closing, patience.commit());
        do {
            try {
                boolean made = session.of(term).tx().epoch().isLast(term, unknown.number());
                session.undo();
                LOG.info("the commit whose answer was lost {}", made ? "was made" : "was not made");
                return made ? new Attempt.Made(unknown.answers()) : new Attempt.Undone(unknown.reason());
            } catch (StoreException e) {
                session.leave(e.fault(), false);
            }
            queue.removeIf(this::isDismissed);
        } while (retreat.pause());
        LOG.error("whether a commit was made is not known: {}", unknown.reason());
        return new Attempt.Refused(Refusals.outcomeUnknown(engine.place(), unknown.reason()));
    }

    /** Ends what the thread waits for, from another thread. */
    void breakOff() {
        session.breakOff();
    }
}
