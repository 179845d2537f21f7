package io.conclave.files;

import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves files between the nodes' folders so that a death at any moment loses and doubles nothing. The database
 * transaction is the one commit point: what fails before it is rolled back, what comes after it is finished, here or by
 * {@link Recovery} at the next start. {@value #WIDTH} migrations run at a time: while one waits for its sync, another
 * is hashed, and their folder syncs and commits are shared.
 */
final class Migrations {

    static final int WIDTH = 8;
    private static final int PLACES = 20_000;
    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

    private final WorkerExecutor workers;
    private final NodeFolders folders;
    private final MigrationJournal journal;
    private final FailPoints failPoints;
    private final Gate gate = new Gate("migrations", WIDTH, PLACES);
    private final LongSupplier nanoTime;
    private volatile boolean closing;

    Migrations(
            WorkerExecutor workers,
            NodeFolders folders,
            MigrationJournal journal,
            FailPoints failPoints,
            LongSupplier nanoTime) {
        this.workers = workers;
        this.folders = folders;
        this.journal = journal;
        this.failPoints = failPoints;
        this.nanoTime = nanoTime;
    }

    /**
     * Moves one file when it is its turn.
     *
     * @return how it ended; or a failure where it was not begun, or 503 {@code outcome_unknown} where nobody can say
     */
    Future<MoveOutcome> move(MoveFile request) {
        folders.of(request.from());
        folders.of(request.to());
        if (request.from().equals(request.to())) {
            throw Problem.invalid("to", request.to(), "another node than the source")
                    .asException();
        }
        if (!Layout.isId(request.fileId())) {
            throw FileLedger.unknown(request.fileId()).asException();
        }
        return gate.pass(() -> journal.open(request).compose(this::carryOut));
    }

    private Future<MoveOutcome> carryOut(Move move) {
        CopyProgress progress = new CopyProgress(copied -> journal.copying(move, copied), nanoTime);
        MigrationCopy copy = new MigrationCopy(
                move,
                folders.of(move.request().from()),
                folders.of(move.request().to()),
                failPoints,
                copied -> {
                    progress.copied(copied);
                    return closing;
                });
        return workers.executeBlocking(copy::make, false)
                .transform(made -> made.succeeded() ? commit(move, copy) : rollBack(move, copy, made.cause()));
    }

    private Future<MoveOutcome> commit(Move move, MigrationCopy copy) {
        if (closing) {
            return rollBack(move, copy, Gate.closing().asException());
        }
        journal.copied(move);
        return journal.commit(move).transform(committed -> {
            if (committed.failed() && FileLedger.isUnknown(committed.cause())) {
                return Future.failedFuture(committed.cause());
            }
            return committed.succeeded() ? finish(move) : rollBack(move, copy, committed.cause());
        });
    }

    /** S9 and S10. A source that cannot be deleted leaves the row open for the next start; the file has moved. */
    private Future<MoveOutcome> finish(Move move) {
        NodeFolder source = folders.of(move.request().from());
        return workers.executeBlocking(
                        () -> {
                            deleteSource(source, move.file().id());
                            return null;
                        },
                        false)
                .compose(ignored -> journal.done(move))
                .onFailure(cause -> LOG.warn(
                        "migration {} is committed; its source is deleted at the next start: {}",
                        move.id(),
                        cause.toString()))
                .<MoveOutcome>map(new MoveOutcome.Moved(move.file().id(), move.id()))
                .otherwise(new MoveOutcome.Moved(move.file().id(), move.id()));
    }

    private void deleteSource(NodeFolder source, String id) throws IOException {
        source.disk().delete(source.bytes(id));
        failPoints.reached(FailPoint.SOURCE_DELETED);
        source.syncNames();
        failPoints.reached(FailPoint.SOURCE_SYNCED);
    }

    private Future<MoveOutcome> rollBack(Move move, MigrationCopy copy, Throwable cause) {
        if (!(cause instanceof ProblemException)) {
            LOG.error("migration {} failed", move.id(), cause);
        }
        Problem problem = ProblemException.of(cause);
        MoveOutcome outcome = new MoveOutcome.Failed(move.file().id(), problem);
        return workers.executeBlocking(copy::takeBack, false)
                .compose(clean -> clean ? journal.failed(move, problem) : Future.succeededFuture())
                .onFailure(closing -> LOG.warn(
                        "migration {} was rolled back; its row is closed at the next start: {}",
                        move.id(),
                        closing.toString()))
                .map(outcome)
                .otherwise(outcome);
    }

    /** Refuses those that wait, rolls back those that are not committed and completes when the others are finished. */
    Future<Void> close() {
        closing = true;
        return gate.close();
    }
}
