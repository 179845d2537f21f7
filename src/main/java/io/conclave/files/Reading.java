package io.conclave.files;

import io.conclave.bus.ProblemException;
import io.conclave.storage.Layout;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

/** Opens files for readers. One that moves between the look at its row and the opening is looked up again. */
final class Reading {

    private static final int ATTEMPTS = 3;
    private static final String NOT_THERE = "bytes_missing";

    private final Vertx vertx;
    private final Nodes nodes;
    private final FileLedger ledger;

    Reading(Vertx vertx, Nodes nodes, FileLedger ledger) {
        this.vertx = vertx;
        this.nodes = nodes;
        this.ledger = ledger;
    }

    /** As {@link FileTransfer#open}; the answer comes on the caller's context. */
    Future<FileContent> open(String fileId) {
        if (!Layout.isId(fileId)) {
            throw FileLedger.unknown(fileId).asException();
        }
        Context caller = vertx.getOrCreateContext();
        Promise<FileContent> answer = Promise.promise();
        caller.runOnContext(ignored ->
                open(fileId, ATTEMPTS).onComplete(result -> caller.runOnContext(again -> answer.handle(result))));
        return answer.future();
    }

    private Future<FileContent> open(String fileId, int attempts) {
        return ledger.get(fileId).compose(file -> nodes.of(file.node())
                .open(fileId)
                .map(bytes -> new FileContent(file, bytes))
                .recover(cause ->
                        attempts > 1 && ProblemException.of(cause).code().equals(NOT_THERE)
                                ? open(fileId, attempts - 1)
                                : Future.failedFuture(cause)));
    }
}
