package io.conclave.files;

import io.conclave.bus.Problem;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes files: first a second name says that the bytes are doomed, then the row goes, then the bytes, then the second
 * name. So after a crash in between the folder tells what was meant, and the row whether it was decided.
 */
final class Deletions {

    private static final Logger LOG = LoggerFactory.getLogger(Deletions.class);
    private static final int WIDTH = 8;
    private static final int PLACES = 10_000;

    private final WorkerExecutor workers;
    private final NodeFolders folders;
    private final FileLedger ledger;
    private final FailPoints failPoints;
    private final Gate gate = new Gate("deletions", WIDTH, PLACES);
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();

    Deletions(WorkerExecutor workers, NodeFolders folders, FileLedger ledger, FailPoints failPoints) {
        this.workers = workers;
        this.folders = folders;
        this.ledger = ledger;
        this.failPoints = failPoints;
    }

    /**
     * Deletes one file.
     *
     * @return what it was; or a failure with 404 for an unknown file, 409 for one that is being moved or deleted, 503
     *     where its folder does not answer
     */
    Future<StoredFile> delete(DeleteFile request) {
        String id = request.fileId();
        if (!Layout.isId(id)) {
            throw FileLedger.unknown(id).asException();
        }
        return gate.pass(() -> {
            if (!underWay.add(id)) {
                throw Problem.conflict("deletion_in_progress", "file " + id + " is being deleted")
                        .asException();
            }
            return ledger.get(id)
                    .compose(file -> delete(file, request.actor()))
                    .onComplete(ignored -> underWay.remove(id));
        });
    }

    private Future<StoredFile> delete(StoredFile file, String actor) {
        Instant began = ledger.now();
        NodeFolder folder = folders.of(file.node());
        return workers.executeBlocking(() -> doom(folder, file.id()), false)
                .compose(ignored -> ledger.removed(file, actor, began))
                .transform(removed -> {
                    if (removed.failed() && FileLedger.isUnknown(removed.cause())) {
                        return Future.failedFuture(removed.cause());
                    }
                    return removed.succeeded()
                            ? workers.executeBlocking(() -> erase(folder, file), false)
                            : workers.executeBlocking(() -> spare(folder, file.id()), false)
                                    .transform(ignored -> Future.failedFuture(removed.cause()));
                });
    }

    /** A file whose bytes are gone can still be deleted, but not one whose folder is away for now. */
    private Void doom(NodeFolder folder, String id) {
        folder.requireAvailable();
        try {
            folder.disk().link(folder.bytes(id), folder.doomed(id));
        } catch (FileAlreadyExistsException leftByAnEarlierTry) {
            LOG.debug("{} was doomed before", id);
        } catch (NoSuchFileException e) {
            LOG.warn("the bytes of file {} were not in the folder of {}; its row is deleted", id, folder.node());
            return null;
        } catch (IOException e) {
            throw folder.problem(e).asException();
        }
        folder.syncNames();
        failPoints.reached(FailPoint.DELETE_DOOMED);
        return null;
    }

    private StoredFile erase(NodeFolder folder, StoredFile file) {
        try {
            failPoints.reached(FailPoint.DELETE_RECORDED);
            if (folder.disk().delete(folder.bytes(file.id()))) {
                failPoints.reached(FailPoint.DELETE_ERASED);
                folder.syncNames();
            }
            folder.disk().delete(folder.doomed(file.id()));
        } catch (IOException | RuntimeException e) {
            LOG.warn("file {} is deleted; its bytes go at the next start: {}", file.id(), e.toString());
        }
        return file;
    }

    private static Void spare(NodeFolder folder, String id) throws IOException {
        folder.disk().delete(folder.doomed(id));
        return null;
    }

    /** Refuses those that wait and completes when the others are done. */
    Future<Void> close() {
        return gate.close();
    }
}
