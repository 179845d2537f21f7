package io.conclave.files;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.conclave.audit.Operation;
import io.conclave.audit.OperationLog;
import io.conclave.audit.OperationStatus;
import io.conclave.bus.Bus;
import io.conclave.bus.Problem;
import io.conclave.storage.CopyState;
import io.conclave.storage.FailPoint;
import io.conclave.storage.FailPoints;
import io.conclave.storage.Layout;
import io.conclave.store.FileMetadata;
import io.conclave.store.FileRow;
import io.conclave.store.MigrationRow;
import io.conclave.store.OutboxChanged;
import io.conclave.store.OutboxRow;
import io.conclave.store.StoreTopics;
import io.conclave.store.Tx;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.function.LongSupplier;

/** What the database knows of migrations: intent, commit and close, each one transaction, each told afterwards. */
final class MigrationJournal {

    private final FileLedger ledger;
    private final Bus bus;
    private final OperationLog log;
    private final LongSupplier nanoTime;
    private final FailPoints failPoints;

    MigrationJournal(FileLedger ledger, Bus bus, OperationLog log, LongSupplier nanoTime, FailPoints failPoints) {
        this.ledger = ledger;
        this.bus = bus;
        this.log = log;
        this.nanoTime = nanoTime;
        this.failPoints = failPoints;
    }

    /**
     * S1: writes the intent.
     *
     * @return a failure with 404 for an unknown file, 409 where it is not with {@code from} or is being moved already
     */
    Future<Move> open(MoveFile request) {
        return ledger.commit(
                tx -> {
                    StoredFile file = present(tx, request.fileId());
                    if (!file.node().equals(request.from())) {
                        throw elsewhere(file, request.from()).asException();
                    }
                    return new Move(tx.migrations().open(intent(file, request)), file, request, nanoTime.getAsLong());
                },
                move -> {
                    bus.publish(FileTopics.MIGRATIONS, move.event(MigrationStep.PLANNED, request.reason()));
                    failPoints.reached(FailPoint.JOURNALLED);
                });
    }

    private MigrationRow intent(StoredFile file, MoveFile request) {
        return new MigrationRow(
                0,
                bus.self().epoch(),
                file.id(),
                file.name(),
                request.from(),
                request.to(),
                file.path(),
                Layout.relativePath(request.to(), file.id()),
                file.sizeBytes(),
                file.sha256(),
                "intent",
                request.reason(),
                request.planId(),
                ledger.now(),
                null);
    }

    /** Says how far a copy is that takes long. */
    void copying(Move move, CopyState state) {
        bus.publish(FileTopics.MIGRATIONS, move.progress(state));
    }

    /** Says that the verified copy is on the target's disk. */
    void copied(Move move) {
        bus.publish(
                FileTopics.MIGRATIONS,
                move.event(MigrationStep.COPIED, move.request().reason()));
    }

    /**
     * S7 and S8: gives the file to the target; file row, history, audit, outbox and journal in one transaction. The
     * controller's epoch is checked by the database.
     */
    Future<Void> commit(Move move) {
        MoveFile request = move.request();
        StoredFile after = FileRows.moved(
                move.file(),
                request.to(),
                Layout.relativePath(request.to(), request.fileId()),
                new HistoryEntry(
                        move.action().code(),
                        request.from(),
                        request.to(),
                        ledger.now(),
                        request.actor(),
                        request.reason()));
        Future<Operation> committed = ledger.commit(
                tx -> {
                    Operation operation = give(tx, move, after);
                    failPoints.reached(FailPoint.IN_TRANSACTION);
                    return operation;
                },
                operation -> {
                    failPoints.reached(FailPoint.COMMITTED);
                    tellMoved(move, after);
                    log.announce(operation);
                    failPoints.reached(FailPoint.PUBLISHED);
                });
        return ledger.certain(
                committed,
                request.fileId(),
                now -> now.isPresent() && now.get().node().equals(request.to()),
                () -> tellMoved(move, after));
    }

    /** The file cannot have changed since its intent was written: no other move, and no delete, passes an open row. */
    private Operation give(Tx tx, Move move, StoredFile after) {
        MoveFile request = move.request();
        Instant now = after.updatedAt();
        FileRow row = FileRows.toRow(after);
        if (!tx.migrations().commit(move.id())
                || !tx.files().move(row.id(), request.from(), row.node(), row.path(), row.history(), now)) {
            throw Problem.conflict(
                            "migration_lost",
                            "the intent " + move.id() + " is not open any more, or its file has left the source")
                    .asException();
        }
        tx.outbox().add(OutboxRow.Kind.PUT, row.id(), FileMetadata.of(row), now);
        return log.record(
                tx, move.action(), request.actor(), request.to(), OperationStatus.OK, details(move), began(move));
    }

    private Instant began(Move move) {
        return ledger.now().minusNanos(nanoTime.getAsLong() - move.begunAt());
    }

    private void tellMoved(Move move, StoredFile file) {
        bus.publish(
                FileTopics.CHANGES, new FileChange.Moved(file, move.request().from()));
        bus.publish(
                FileTopics.EVENTS,
                FileEvent.of(FileEventKind.MOVED, file, move.request().from()));
        bus.publish(StoreTopics.OUTBOX_CHANGED, new OutboxChanged());
        bus.publish(
                FileTopics.MIGRATIONS,
                move.event(MigrationStep.COMMITTED, move.request().reason()));
    }

    /** S10: closes the row of a finished migration. */
    Future<Void> done(Move move) {
        return ledger.commit(
                tx -> {
                    tx.migrations().close(move.id(), "done", move.request().reason(), ledger.now());
                    return null;
                },
                ignored -> {
                    bus.publish(
                            FileTopics.MIGRATIONS,
                            move.event(MigrationStep.DONE, move.request().reason()));
                    failPoints.reached(FailPoint.CLOSED);
                });
    }

    /** Closes the row of a migration that was rolled back. */
    Future<Void> failed(Move move, Problem problem) {
        return ledger.<Operation>commit(
                        tx -> {
                            tx.migrations().close(move.id(), "failed", problem.code(), ledger.now());
                            return log.record(
                                    tx,
                                    move.action(),
                                    move.request().actor(),
                                    move.request().to(),
                                    OperationStatus.FAILED,
                                    details(move).put("problem", problem.code()).put("detail", problem.detail()),
                                    began(move));
                        },
                        operation -> {
                            bus.publish(FileTopics.MIGRATIONS, move.event(MigrationStep.FAILED, problem.code()));
                            log.announce(operation);
                        })
                .mapEmpty();
    }

    private ObjectNode details(Move move) {
        MoveFile request = move.request();
        return FileLedger.describe(move.file())
                .put("migrationId", move.id())
                .put("from", request.from())
                .put("to", request.to())
                .put("reason", request.reason())
                .put("planId", request.planId())
                .put("durationMs", (nanoTime.getAsLong() - move.begunAt()) / 1_000_000);
    }

    private static StoredFile present(Tx tx, String fileId) {
        return tx.files().find(fileId).map(FileRows::toFile).orElseThrow(() -> FileLedger.unknown(fileId)
                .asException());
    }

    private static Problem elsewhere(StoredFile file, String from) {
        return Problem.conflict(
                "file_elsewhere", "file " + file.id() + " is with " + file.node() + ", not with " + from);
    }
}
