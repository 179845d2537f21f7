package io.conclave.files;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.conclave.audit.Action;
import io.conclave.audit.Operation;
import io.conclave.audit.OperationLog;
import io.conclave.audit.OperationStatus;
import io.conclave.bus.Bus;
import io.conclave.bus.Json;
import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;
import io.conclave.storage.CopyOrder;
import io.conclave.storage.FailPoint;
import io.conclave.storage.FailPoints;
import io.conclave.storage.NodeStorage;
import io.conclave.store.Database;
import io.conclave.store.MigrationRow;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes database and storages agree again after whatever ended a controller or an agent before: a migration with an
 * intent alone is rolled back, a committed one is finished, and what an upload or a deletion left half done is undone
 * or completed. Bytes come first, rows after, so that a death in here repeats it; each step may be repeated. Runs for
 * each storage when it comes or comes back, before anything else is done with it.
 *
 * <p>Cost: one look at each open row and at each second name in the storage, whatever the number of files in the
 * database.
 */
final class Recovery {

    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);
    private static final String ACTOR = "recovery";
    private static final String INTENT = "intent";
    private static final String ROLLED_BACK = "interrupted";

    private final Nodes nodes;
    private final FileLedger ledger;
    private final UnderWay underWay;
    private final Database database;
    private final Bus bus;
    private final OperationLog log;
    private final FailPoints failPoints;
    private final Sweep sweep;

    Recovery(
            Nodes nodes,
            FileLedger ledger,
            UnderWay underWay,
            Database database,
            Bus bus,
            OperationLog log,
            FailPoints failPoints) {
        this.nodes = nodes;
        this.ledger = ledger;
        this.underWay = underWay;
        this.database = database;
        this.bus = bus;
        this.log = log;
        this.failPoints = failPoints;
        this.sweep = new Sweep(database, underWay);
    }

    /**
     * Does all of it for these storages, which have just come.
     *
     * @return fails where the database does not answer or a storage cannot be claimed
     */
    Future<Void> run(Collection<NodeStorage> arrived) {
        Set<String> names = arrived.stream().map(NodeStorage::node).collect(Collectors.toSet());
        return Future.join(arrived.stream().map(NodeStorage::claim).toList())
                .compose(claimed -> database.read(tx -> tx.migrations().openRows()))
                .map(rows -> rows.stream()
                        .filter(row -> names.contains(row.source()) || names.contains(row.target()))
                        .filter(row -> !underWay.has(row.fileId()))
                        .toList())
                .compose(rows -> settle(rows, 0, new ArrayList<>())
                        .compose(settled -> close(settled).compose(closed -> clean(arrived, rows.size(), settled))));
    }

    private Future<List<MigrationRow>> settle(List<MigrationRow> rows, int next, List<MigrationRow> settled) {
        if (next == rows.size()) {
            return Future.succeededFuture(settled);
        }
        MigrationRow row = rows.get(next);
        return settle(row)
                .onSuccess(done -> {
                    settled.add(row);
                    failPoints.reached(FailPoint.RECOVERY_BYTES_SETTLED);
                })
                .onFailure(cause -> LOG.error(
                        "migration {} of file {} from {} to {} stays open until both have come again: {}",
                        row.id(),
                        row.fileId(),
                        row.source(),
                        row.target(),
                        cause.getMessage()))
                .transform(done -> settle(rows, next + 1, settled));
    }

    /** A copy is deleted only when the other is there at its full length; else both are left for somebody to look. */
    private Future<Void> settle(MigrationRow row) {
        try {
            NodeStorage source = nodes.of(row.source());
            NodeStorage target = nodes.of(row.target());
            return isIntent(row)
                    ? whole(row, source, target)
                            .compose(whole ->
                                    target.withdraw(new CopyOrder(row.fileId(), row.sizeBytes(), row.sha256())))
                    : whole(row, target, source).compose(whole -> source.release(row.fileId()));
        } catch (ProblemException noSuchNode) {
            return Future.failedFuture(noSuchNode);
        }
    }

    private static Future<Void> whole(MigrationRow row, NodeStorage holder, NodeStorage other) {
        String id = row.fileId();
        return holder.lengths(List.of(id)).compose(lengths -> {
            Long length = lengths.get(id);
            if (length != null && length == row.sizeBytes()) {
                return Future.succeededFuture();
            }
            String how = length == null ? "is not there" : "has " + length + " of " + row.sizeBytes() + " bytes";
            return Future.failedFuture(Problem.unavailable(
                            "bytes_missing",
                            "file " + id + " should be with " + holder.node() + " and " + how
                                    + "; nothing is deleted on " + other.node())
                    .asException());
        });
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
                row.planId(),
                0,
                null);
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

    private Future<Void> clean(Collection<NodeStorage> arrived, int open, List<MigrationRow> settled) {
        return sweep(arrived).compose(swept -> {
            failPoints.reached(FailPoint.RECOVERY_SWEPT);
            if (open == 0 && swept == 0) {
                return Future.succeededFuture();
            }
            long rolledBack = settled.stream().filter(Recovery::isIntent).count();
            ObjectNode details = Json.object()
                    .put("rolledBack", rolledBack)
                    .put("finished", settled.size() - rolledBack)
                    .put("leftOpen", open - settled.size())
                    .put("swept", swept);
            String node = arrived.size() == 1 ? arrived.iterator().next().node() : null;
            LOG.info("recovered files after an interruption: {}", details);
            return ledger.<Operation>commit(
                            tx -> log.record(tx, Action.RECONCILE, ACTOR, node, OperationStatus.OK, details),
                            log::announce)
                    .mapEmpty();
        });
    }

    private Future<Integer> sweep(Collection<NodeStorage> arrived) {
        Future<Integer> swept = Future.succeededFuture(0);
        for (NodeStorage storage : arrived) {
            swept = swept.compose(before -> sweep.sweep(storage).map(now -> before + now));
        }
        return swept;
    }
}
