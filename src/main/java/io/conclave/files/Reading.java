package io.conclave.files;

import io.conclave.bus.Problem;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.nio.file.NoSuchFileException;

/** Opens files for readers. One that moves between the look at its row and the opening is looked up again. */
final class Reading {

    private static final int ATTEMPTS = 3;

    private final Vertx vertx;
    private final WorkerExecutor workers;
    private final NodeFolders folders;
    private final FileLedger ledger;

    Reading(Vertx vertx, WorkerExecutor workers, NodeFolders folders, FileLedger ledger) {
        this.vertx = vertx;
        this.workers = workers;
        this.folders = folders;
        this.ledger = ledger;
    }

    /** As {@link FileTransfer#open}; the answer comes on the caller's context. */
    Future<FileContent> open(String fileId) {
        if (!Layout.isId(fileId)) {
            throw FileLedger.unknown(fileId).asException();
        }
        Context caller = vertx.getOrCreateContext();
        Promise<FileContent> answer = Promise.promise();
        open(fileId, ATTEMPTS).onComplete(result -> caller.runOnContext(ignored -> answer.handle(result)));
        return answer.future();
    }

    private Future<FileContent> open(String fileId, int attempts) {
        return ledger.get(fileId).compose(file -> workers.executeBlocking(() -> open(file), false)
                .recover(cause -> {
                    if (!(cause instanceof NoSuchFileException)) {
                        return Future.failedFuture(cause);
                    }
                    return attempts > 1
                            ? open(fileId, attempts - 1)
                            : Future.failedFuture(missing(file).asException());
                }));
    }

    private FileContent open(StoredFile file) throws NoSuchFileException {
        NodeFolder folder = folders.of(file.node());
        try {
            return new FileContent(file, folder.disk().open(folder.bytes(file.id())));
        } catch (NoSuchFileException e) {
            throw e;
        } catch (IOException e) {
            throw folder.problem(e).asException();
        }
    }

    /** 503: the row is there, the bytes are not. */
    static Problem missing(StoredFile file) {
        return Problem.unavailable(
                "bytes_missing", "the bytes of file " + file.id() + " are not in the folder of " + file.node());
    }
}
