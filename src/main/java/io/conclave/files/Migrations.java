package io.conclave.files;

import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;
import io.conclave.storage.Copied;
import io.conclave.storage.CopyOrder;
import io.conclave.storage.CopyState;
import io.conclave.storage.CopyWatch;
import io.conclave.storage.Layout;
import io.conclave.storage.NodeStorage;
import io.vertx.core.Future;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves files between the nodes' storages so that a death at any moment, on either side, loses and doubles nothing. The
 * database transaction is the one commit point: what fails before it is rolled back, what comes after it is finished,
 * here or by {@link Recovery} when the storage that it takes is there again. {@value #WIDTH} migrations run at a time:
 * while one waits for its sync, another is hashed, and their folder syncs and commits are shared.
 */
final class Migrations {

    static final int WIDTH = 8;
    private static final int PLACES = 20_000;
    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

    private final Nodes nodes;
    private final MigrationJournal journal;
    private final UnderWay underWay;
    private final Gate gate = new Gate("migrations", WIDTH, PLACES);
    private final LongSupplier nanoTime;
    private volatile boolean closing;

    Migrations(Nodes nodes, MigrationJournal journal, UnderWay underWay, LongSupplier nanoTime) {
        this.nodes = nodes;
        this.journal = journal;
        this.underWay = underWay;
        this.nanoTime = nanoTime;
    }

    /**
     * Moves one file when it is its turn.
     *
     * @return how it ended; or a failure where it was not begun, or 503 {@code outcome_unknown} where nobody can say
     */
    Future<MoveOutcome> move(MoveFile request) {
        nodes.of(request.from());
        nodes.of(request.to());
        if (request.from().equals(request.to())) {
            throw Problem.invalid("to", request.to(), "another node than the source")
                    .asException();
        }
        if (!Layout.isId(request.fileId())) {
            throw FileLedger.unknown(request.fileId()).asException();
        }
        return gate.pass(() -> underWay.with(request.fileId(), () -> {
            nodes.present(request.from());
            nodes.ready(request.to());
            return journal.open(request).compose(this::carryOut);
        }));
    }

    private Future<MoveOutcome> carryOut(Move move) {
        NodeStorage source = nodes.of(move.request().from());
        NodeStorage target = nodes.of(move.request().to());
        StoredFile file = move.file();
        CopyOrder order = new CopyOrder(file.id(), file.sizeBytes(), file.sha256());
        return target.copy(order, source.asSource(), new Watch(move))
                .otherwise(cause -> new Copied.Failed(ProblemException.of(cause), false))
                .compose(copied -> {
                    if (copied instanceof Copied.Made made) {
                        return commit(move, order, made.linked());
                    }
                    Copied.Failed failed = (Copied.Failed) copied;
                    return rollBack(move, order, !failed.clean(), failed.problem());
                });
    }

    /** Tells how a copy goes on, and ends it where this controller does. */
    private final class Watch implements CopyWatch {

        private final Move move;

        Watch(Move move) {
            this.move = move;
        }

        @Override
        public void at(CopyState state) {
            journal.copying(move, state);
        }

        @Override
        public boolean stopped() {
            return closing;
        }
    }

    private Future<MoveOutcome> commit(Move move, CopyOrder order, boolean linked) {
        if (closing) {
            return rollBack(move, order, linked, Gate.closing());
        }
        journal.copied(move);
        return journal.commit(move).transform(committed -> {
            if (committed.failed() && FileLedger.isUnknown(committed.cause())) {
                return Future.failedFuture(committed.cause());
            }
            return committed.succeeded()
                    ? finish(move)
                    : rollBack(move, order, linked, ProblemException.of(committed.cause()));
        });
    }

    /** S9 and S10. A source that cannot be deleted leaves the row open until it can be; the file has moved. */
    private Future<MoveOutcome> finish(Move move) {
        MoveOutcome moved = new MoveOutcome.Moved(move.file().id(), move.id());
        return nodes.of(move.request().from())
                .release(move.file().id())
                .compose(ignored -> journal.done(move))
                .onFailure(cause -> LOG.warn(
                        "migration {} is committed; its source is deleted when {} is reconciled: {}",
                        move.id(),
                        move.request().from(),
                        cause.toString()))
                .transform(ignored -> Future.succeededFuture(moved));
    }

    /** @param withdraw whether something of the copy may be left */
    private Future<MoveOutcome> rollBack(Move move, CopyOrder order, boolean withdraw, Problem problem) {
        MoveOutcome outcome = new MoveOutcome.Failed(move.file().id(), problem);
        Future<Void> clean = withdraw ? nodes.of(move.request().to()).withdraw(order) : Future.succeededFuture();
        return clean.compose(ignored -> journal.failed(move, problem))
                .onFailure(cause -> LOG.warn(
                        "migration {} failed; it is rolled back when {} is reconciled: {}",
                        move.id(),
                        move.request().to(),
                        cause.toString()))
                .transform(ignored -> Future.succeededFuture(outcome));
    }

    /** Refuses those that wait, rolls back those that are not committed and completes when the others are finished. */
    Future<Void> close() {
        closing = true;
        return gate.close();
    }
}
