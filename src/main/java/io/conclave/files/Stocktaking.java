package io.conclave.files;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.conclave.audit.Action;
import io.conclave.audit.Operation;
import io.conclave.audit.OperationLog;
import io.conclave.audit.OperationStatus;
import io.conclave.bus.Json;
import io.conclave.storage.Holding;
import io.conclave.storage.Inventory;
import io.conclave.storage.NodeStorage;
import io.conclave.store.Database;
import io.conclave.store.FilePosition;
import io.conclave.store.FileQuery;
import io.conclave.store.FileRow;
import io.conclave.store.FileSlice;
import io.conclave.store.FileSort;
import io.conclave.store.SortOrder;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds what a storage has against what the database says that it has, by names and lengths: in the background, a page
 * at a time, after the storage has come. Nothing is changed: what is missing and what nobody knows is told, since the
 * one may come back and the other may be somebody's last copy.
 */
final class Stocktaking {

    private static final Logger LOG = LoggerFactory.getLogger(Stocktaking.class);
    private static final String ACTOR = "recovery";
    private static final int MOST_NAMED = 20;
    private static final long PAUSE_MS = 20;

    private final Vertx vertx;
    private final Database database;
    private final UnderWay underWay;
    private final FileLedger ledger;
    private final OperationLog log;
    private volatile boolean closed;

    Stocktaking(Vertx vertx, Database database, UnderWay underWay, FileLedger ledger, OperationLog log) {
        this.vertx = vertx;
        this.database = database;
        this.underWay = underWay;
        this.ledger = ledger;
        this.log = log;
    }

    /** What one storage lacks, and what it has beside. */
    private static final class Findings {
        private final Named missing = new Named();
        private final Named otherLength = new Named();
        private final Named unknown = new Named();

        boolean isEmpty() {
            return missing.count + otherLength.count + unknown.count == 0;
        }

        ObjectNode describe() {
            ObjectNode details = Json.object();
            missing.describe(details, "missing");
            otherLength.describe(details, "otherLength");
            unknown.describe(details, "unknown");
            return details;
        }
    }

    /** Some files, of which the first are named. */
    private static final class Named {
        private final List<String> first = new ArrayList<>();
        private int count;

        void add(String id) {
            count++;
            if (first.size() < MOST_NAMED) {
                first.add(id);
            }
        }

        void describe(ObjectNode details, String name) {
            if (count > 0) {
                details.put(name, count).set(name + "Ids", Json.tree(first));
            }
        }
    }

    /** Takes stock of one storage; where something is found, it is in the audit and in the log. */
    Future<Void> take(NodeStorage storage) {
        Findings findings = new Findings();
        return rows(storage, null, findings)
                .compose(rows -> storage.inventory().compose(inventory -> holdings(storage, inventory, findings)
                        .onComplete(ended -> inventory.close())))
                .compose(held -> closed || findings.isEmpty() ? Future.succeededFuture() : tell(storage, findings))
                .onFailure(cause ->
                        LOG.warn("what {} holds was not compared to its end: {}", storage.node(), cause.getMessage()));
    }

    /** No more pages. */
    void close() {
        closed = true;
    }

    private Future<Void> rows(NodeStorage storage, FilePosition after, Findings findings) {
        FileQuery query = new FileQuery(FileSort.CREATED, SortOrder.DESC, after, storage.node(), null);
        return database.read(tx -> tx.files().page(query, Inventory.PAGE)).compose(slice -> {
            List<String> ids = slice.rows().stream().map(FileRow::id).toList();
            Future<Void> looked = ids.isEmpty()
                    ? Future.succeededFuture()
                    : storage.lengths(ids).compose(lengths -> doubt(storage, slice, lengths, findings));
            return looked.compose(done -> slice.next() == null || closed
                    ? Future.succeededFuture()
                    : vertx.timer(PAUSE_MS).compose(paused -> rows(storage, slice.next(), findings)));
        });
    }

    /** A row that is not borne out is read again: the file may have gone meanwhile, in order. */
    private Future<Void> doubt(NodeStorage storage, FileSlice slice, Map<String, Long> lengths, Findings findings) {
        List<FileRow> doubtful = slice.rows().stream()
                .filter(row -> !Long.valueOf(row.sizeBytes()).equals(lengths.get(row.id())))
                .filter(row -> !underWay.has(row.id()))
                .toList();
        if (doubtful.isEmpty()) {
            return Future.succeededFuture();
        }
        return nodesOf(doubtful.stream().map(FileRow::id).toList()).map(nodes -> {
            for (FileRow row : doubtful) {
                if (storage.node().equals(nodes.get(row.id()))) {
                    (lengths.containsKey(row.id()) ? findings.otherLength : findings.missing).add(row.id());
                }
            }
            return null;
        });
    }

    private Future<Void> holdings(NodeStorage storage, Inventory inventory, Findings findings) {
        return inventory.next().compose(page -> {
            if (page.isEmpty() || closed) {
                return Future.succeededFuture();
            }
            // Before the rows are read: who was at one and is not any more has written its row.
            List<String> ids = page.stream()
                    .map(Holding::id)
                    .filter(id -> !underWay.has(id))
                    .toList();
            return nodesOf(ids)
                    .onSuccess(nodes -> ids.stream()
                            .filter(id -> !storage.node().equals(nodes.get(id)))
                            .forEach(findings.unknown::add))
                    .compose(looked -> vertx.timer(PAUSE_MS))
                    .compose(paused -> holdings(storage, inventory, findings));
        });
    }

    /** With which node each of these files is, as the database says. */
    private Future<Map<String, String>> nodesOf(List<String> ids) {
        return database.read(tx -> {
            Map<String, String> nodes = new HashMap<>();
            ids.forEach(id -> tx.files().find(id).ifPresent(row -> nodes.put(id, row.node())));
            return nodes;
        });
    }

    private Future<Void> tell(NodeStorage storage, Findings findings) {
        ObjectNode details = findings.describe();
        LOG.error("the storage of {} does not hold what the database says: {}", storage.node(), details);
        OperationStatus status =
                findings.missing.count + findings.otherLength.count > 0 ? OperationStatus.FAILED : OperationStatus.OK;
        return ledger.<Operation>commit(
                        tx -> log.record(tx, Action.RECONCILE, ACTOR, storage.node(), status, details), log::announce)
                .mapEmpty();
    }
}
