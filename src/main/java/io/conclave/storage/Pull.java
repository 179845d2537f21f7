package io.conclave.storage;

import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Locale;
import java.util.Set;

/**
 * Brings a file's bytes from a storage elsewhere into a draft. A connection that breaks or falls silent is made again,
 * and the bytes go on where they ended; without a new byte for the bench's patience it gives up. How far it is, and
 * what it waits for, is told twice a second.
 */
final class Pull {

    private static final long TELL_MS = 500;
    private static final long RETRY_MS = 250;
    private static final long PACE_MS = 5_000;
    private static final long STALL_MS = 1_500;
    private static final Set<String> PASSING =
            Set.of(StorageReason.AGENT_AWAY.code(), "upload_aborted", "upload_stalled");

    private final Workbench bench;
    private final Vertx vertx;
    private final Context context;
    private final CopyOrder order;
    private final CopySource.Elsewhere source;
    private final Draft draft;
    private final CopyWatch watch;
    private final Runnable requireGoingOn;
    private final SerialLane lane;
    private final Promise<Void> done = Promise.promise();
    private long timer;
    private Inflow inflow;
    private ProblemException ended;
    private StorageReason waitsFor = StorageReason.AGENT_AWAY;
    private volatile long position;
    private volatile long lastByteAt;

    /** @param requireGoingOn throws a problem where it has to end */
    Pull(
            Workbench bench,
            CopyOrder order,
            CopySource.Elsewhere source,
            Draft draft,
            CopyWatch watch,
            Runnable requireGoingOn) {
        this.bench = bench;
        this.vertx = bench.vertx();
        this.context = vertx.getOrCreateContext();
        this.order = order;
        this.source = source;
        this.draft = draft;
        this.watch = watch;
        this.requireGoingOn = requireGoingOn;
        this.lane = new SerialLane(bench.writers());
    }

    /** Completes when the draft has all bytes; fails when nothing more will be written. */
    Future<Void> run() {
        position = draft.sizeBytes();
        lastByteAt = bench.nanoTime().getAsLong();
        context.runOnContext(ignored -> {
            timer = vertx.setPeriodic(TELL_MS, tick -> look());
            connect();
        });
        return done.future();
    }

    private void look() {
        long stalledMs = (bench.nanoTime().getAsLong() - lastByteAt) / 1_000_000;
        watch.at(
                stalledMs < STALL_MS
                        ? CopyState.flowing(position)
                        : new CopyState(position, stalledMs, new CopyState.Stall(source.node(), waitsFor)));
        try {
            requireGoingOn.run();
            if (stalledMs > bench.patience().toMillis()) {
                throw outOfPatience(stalledMs).asException();
            }
        } catch (ProblemException problem) {
            end(problem);
        }
    }

    private Problem outOfPatience(long stalledMs) {
        return Problem.unavailable(
                waitsFor.code(),
                String.format(
                        Locale.ROOT,
                        "no byte of file %s came from %s for %.0f s: %s; it had come to %d of %d bytes",
                        order.id(),
                        source.node(),
                        stalledMs / 1e3,
                        waitsFor.english(),
                        position,
                        order.sizeBytes()));
    }

    private void end(ProblemException problem) {
        if (ended != null) {
            return;
        }
        ended = problem;
        vertx.cancelTimer(timer);
        if (inflow != null) {
            inflow.stop(problem.problem());
        }
    }

    private void connect() {
        if (position == order.sizeBytes()) {
            finish(null);
        } else if (ended != null) {
            finish(ended);
        } else {
            source.read(order.id(), position).onComplete(opened -> {
                if (opened.failed()) {
                    waitsFor = StorageReason.AGENT_AWAY;
                    brokenBy(opened.cause());
                } else {
                    flow(opened.result());
                }
            });
        }
    }

    private void flow(CopySource.Flow flow) {
        waitsFor = StorageReason.AGENT_SILENT;
        inflow = new Inflow(vertx, context, flow.bytes(), order.sizeBytes() - position, PACE_MS);
        if (ended != null) {
            inflow.stop(ended.problem());
        }
        inflow.into(this::take)
                .onComplete(result -> context.runOnContext(ignored -> {
                    inflow = null;
                    if (result.failed()) {
                        flow.end().run();
                        brokenBy(result.cause());
                    } else if (position < order.sizeBytes()) {
                        brokenBy(shorter().asException());
                    } else {
                        finish(null);
                    }
                }));
    }

    private Problem shorter() {
        return Problem.conflict(
                "content_mismatch",
                source.node() + " has " + position + " of the " + order.sizeBytes() + " bytes of file " + order.id());
    }

    private void brokenBy(Throwable cause) {
        if (ended != null) {
            finish(ended);
        } else if (PASSING.contains(ProblemException.of(cause).code())) {
            vertx.setTimer(RETRY_MS, ignored -> connect());
        } else {
            finish(cause);
        }
    }

    private void finish(Throwable cause) {
        vertx.cancelTimer(timer);
        if (cause == null) {
            done.tryComplete();
        } else {
            done.tryFail(cause);
        }
    }

    private Future<Void> take(byte[] bytes, int length) {
        return lane.run(() -> {
            draft.append(bytes, length);
            position = draft.sizeBytes();
            lastByteAt = bench.nanoTime().getAsLong();
            return null;
        });
    }
}
