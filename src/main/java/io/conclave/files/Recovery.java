package io.conclave.files;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.conclave.audit.Action;
import io.conclave.audit.Operation;
import io.conclave.audit.OperationLog;
import io.conclave.audit.OperationStatus;
import io.conclave.bus.Bus;
import io.conclave.bus.Json;
import io.conclave.store.Database;
import io.conclave.store.MigrationRow;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes database and disk agree again after whatever ended the controller before: a migration with an intent alone is
 * rolled back, a committed one is finished, and what an upload or a deletion left half done is undone or completed.
 * Bytes come first, rows after, so that a death in here repeats it; each step may be repeated. Runs once, at the start,
 * before anything else is done with files.
 *
 * <p>Cost: one look at each open row and at each name in the folders, whatever the number of files in the database.
 */
final class Recovery {

    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);
    private static final String ACTOR = "recovery";
    private static final String INTENT = "intent";
    private static final String ROLLED_BACK = "interrupted";

    private final WorkerExecutor workers;
    private final NodeFolders folders;
    private final FileLedger ledger;
    private final Database database;
    private final Bus bus;
    private final OperationLog log;
    private final FailPoints failPoints;
    private final Sweep sweep;

    Recovery(
            WorkerExecutor workers,
            NodeFolders folders,
            FileLedger ledger,
            Database database,
            Bus bus,
            OperationLog log,
            FailPoints failPoints) {
        this.workers = workers;
        this.folders = folders;
        this.ledger = ledger;
        this.database = database;
        this.bus = bus;
        this.log = log;
        this.failPoints = failPoints;
        this.sweep = new Sweep(workers, database);
    }

    /** Does all of it. */
    Future<Void> run() {
        return database.read(tx -> tx.migrations().openRows())
                .compose(rows -> workers.executeBlocking(() -> settle(rows), false)
                        .compose(settled -> close(settled).compose(ignored -> clean(rows, settled))));
    }

    private List<MigrationRow> settle(List<MigrationRow> rows) {
        List<MigrationRow> settled = new ArrayList<>();
        for (MigrationRow row : rows) {
            try {
                MigrationBytes bytes = new MigrationBytes(row, folders.of(row.source()), folders.of(row.target()));
                if (isIntent(row)) {
                    bytes.rollBack();
                } else {
                    bytes.rollForward();
                }
                settled.add(row);
                failPoints.reached(FailPoint.RECOVERY_BYTES_SETTLED);
            } catch (RuntimeException e) {
                LOG.error(
                        "migration {} of file {} from {} to {} stays open until the next start: {}",
                        row.id(),
                        row.fileId(),
                        row.source(),
                        row.target(),
                        e.getMessage());
            }
        }
        return settled;
    }

    private static boolean isIntent(MigrationRow row) {
        return row.state().equals(INTENT);
    }

    private Future<Void> close(List<MigrationRow> settled) {
        if (settled.isEmpty()) {
            return Future.succeededFuture();
        }
        return ledger.<List<Operation>>commit(
                        tx -> {
                            List<Operation> operations = new ArrayList<>();
                            for (MigrationRow row : settled) {
                                if (isIntent(row)) {
                                    tx.migrations().close(row.id(), "failed", ROLLED_BACK, ledger.now());
                                    operations.add(log.record(
                                            tx,
                                            action(row),
                                            ACTOR,
                                            row.target(),
                                            OperationStatus.INTERRUPTED,
                                            describe(row)));
                                } else {
                                    tx.migrations().close(row.id(), "done", row.reason(), ledger.now());
                                }
                            }
                            return operations;
                        },
                        operations -> {
                            settled.forEach(row -> bus.publish(FileTopics.MIGRATIONS, event(row)));
                            operations.forEach(log::announce);
                            failPoints.reached(FailPoint.RECOVERY_INTENTS_CLOSED);
                        })
                .mapEmpty();
    }

    private static Action action(MigrationRow row) {
        return row.planId() == null ? Action.MANUAL_MIGRATE : Action.AUTO_MIGRATE;
    }

    private static MigrationEvent event(MigrationRow row) {
        return new MigrationEvent(
                row.id(),
                row.fileId(),
                row.name(),
                row.source(),
                row.target(),
                row.sizeBytes(),
                isIntent(row) ? 0 : row.sizeBytes(),
                isIntent(row) ? MigrationStep.FAILED : MigrationStep.DONE,
                isIntent(row) ? ROLLED_BACK : row.reason(),
                row.planId());
    }

    private static ObjectNode describe(MigrationRow row) {
        return Json.object()
                .put("fileId", row.fileId())
                .put("name", row.name())
                .put("sizeBytes", row.sizeBytes())
                .put("sha256", row.sha256())
                .put("migrationId", row.id())
                .put("from", row.source())
                .put("to", row.target())
                .put("reason", row.reason())
                .put("planId", row.planId());
    }

    private Future<Void> clean(List<MigrationRow> rows, List<MigrationRow> settled) {
        return sweep.all(folders).compose(swept -> {
            failPoints.reached(FailPoint.RECOVERY_SWEPT);
            if (rows.isEmpty() && swept == 0) {
                return Future.succeededFuture();
            }
            long rolledBack = settled.stream().filter(Recovery::isIntent).count();
            ObjectNode details = Json.object()
                    .put("rolledBack", rolledBack)
                    .put("finished", settled.size() - rolledBack)
                    .put("leftOpen", rows.size() - settled.size())
                    .put("swept", swept);
            LOG.info("recovered files after an interrupted run: {}", details);
            return ledger.<Operation>commit(
                            tx -> log.record(tx, Action.RECONCILE, ACTOR, null, OperationStatus.OK, details),
                            log::announce)
                    .mapEmpty();
        });
    }
}
