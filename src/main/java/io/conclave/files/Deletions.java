package io.conclave.files;

import io.conclave.bus.Problem;
import io.conclave.storage.FailPoint;
import io.conclave.storage.FailPoints;
import io.conclave.storage.Layout;
import io.conclave.storage.NodeStorage;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes files: first a second name says that the bytes are doomed, then the row goes, then the bytes, then the second
 * name. So after a crash in between the storage tells what was meant, and the row whether it was decided.
 */
final class Deletions {

    private static final Logger LOG = LoggerFactory.getLogger(Deletions.class);
    private static final int WIDTH = 8;
    private static final int PLACES = 10_000;

    private final Nodes nodes;
    private final FileLedger ledger;
    private final UnderWay underWay;
    private final FailPoints failPoints;
    private final Gate gate = new Gate("deletions", WIDTH, PLACES);
    private final Set<String> deleting = ConcurrentHashMap.newKeySet();

    Deletions(Nodes nodes, FileLedger ledger, UnderWay underWay, FailPoints failPoints) {
        this.nodes = nodes;
        this.ledger = ledger;
        this.underWay = underWay;
        this.failPoints = failPoints;
    }

    /**
     * Deletes one file.
     *
     * @return what it was; or a failure with 404 for an unknown file, 409 for one that is being moved or deleted, 503
     *     where its storage does not answer
     */
    Future<StoredFile> delete(DeleteFile request) {
        String id = request.fileId();
        if (!Layout.isId(id)) {
            throw FileLedger.unknown(id).asException();
        }
        return gate.pass(() -> {
            if (!deleting.add(id)) {
                throw Problem.conflict("deletion_in_progress", "file " + id + " is being deleted")
                        .asException();
            }
            return ledger.get(id)
                    .compose(file -> underWay.with(id, () -> delete(file, request.actor())))
                    .onComplete(ignored -> deleting.remove(id));
        });
    }

    private Future<StoredFile> delete(StoredFile file, String actor) {
        Instant began = ledger.now();
        NodeStorage storage = nodes.ready(file.node());
        return storage.doom(file.id())
                .compose(ignored -> ledger.removed(file, actor, began))
                .transform(removed -> {
                    if (removed.succeeded()) {
                        return erase(storage, file);
                    }
                    return FileLedger.isUnknown(removed.cause())
                            ? Future.failedFuture(removed.cause())
                            : storage.spare(file.id()).transform(ignored -> Future.failedFuture(removed.cause()));
                });
    }

    private Future<StoredFile> erase(NodeStorage storage, StoredFile file) {
        failPoints.reached(FailPoint.DELETE_RECORDED);
        return storage.erase(file.id())
                .onFailure(cause -> LOG.warn(
                        "file {} is deleted; its bytes go when {} is reconciled: {}",
                        file.id(),
                        storage.node(),
                        cause.toString()))
                .transform(ignored -> Future.succeededFuture(file));
    }

    /** Refuses those that wait and completes when the others are done. */
    Future<Void> close() {
        return gate.close();
    }
}
