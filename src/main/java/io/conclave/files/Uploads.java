package io.conclave.files;

import io.conclave.bus.Bus;
import io.conclave.bus.Problem;
import io.conclave.storage.Deposit;
import io.conclave.storage.FailPoint;
import io.conclave.storage.FailPoints;
import io.conclave.storage.Inflow;
import io.conclave.storage.NodeStorage;
import io.conclave.storage.Written;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Receives files: placed, written under a temporary name and hashed on the way, synced, linked under the final name,
 * recorded. Whatever ends one early leaves nothing behind. {@value #WIDTH} at a time; those that wait have their stream
 * paused.
 */
final class Uploads {

    static final int WIDTH = 32;
    private static final int PLACES = 1_000;
    private static final long PACE_MS = 30_000;

    private final Vertx vertx;
    private final Bus bus;
    private final Nodes nodes;
    private final FileLedger ledger;
    private final UnderWay underWay;
    private final long limit;
    private final Supplier<String> ids;
    private final FailPoints failPoints;
    private final Gate gate = new Gate("uploads", WIDTH, PLACES);
    private final Set<Inflow> inflows = ConcurrentHashMap.newKeySet();
    private volatile boolean closing;

    /** @param limit the most bytes of one upload */
    Uploads(
            Vertx vertx,
            Bus bus,
            Nodes nodes,
            FileLedger ledger,
            UnderWay underWay,
            long limit,
            Supplier<String> ids,
            FailPoints failPoints) {
        this.vertx = vertx;
        this.bus = bus;
        this.nodes = nodes;
        this.ledger = ledger;
        this.underWay = underWay;
        this.limit = limit;
        this.ids = ids;
        this.failPoints = failPoints;
    }

    /** As {@link FileTransfer#upload}; the answer comes on the caller's context. */
    Future<UploadedFile> receive(Upload upload, ReadStream<Buffer> bytes) {
        FileName.checked(upload.name());
        if (upload.expectedBytes() > limit) {
            throw Problem.tooLarge("file", limit + " bytes").asException();
        }
        Context caller = vertx.getOrCreateContext();
        Inflow inflow = new Inflow(vertx, caller, bytes, limit, PACE_MS);
        inflows.add(inflow);
        if (closing) {
            inflow.stop(Gate.closing());
        }
        Promise<UploadedFile> answer = Promise.promise();
        Instant began = ledger.now();
        gate.pass(() -> place(upload).compose(placement -> receive(upload, placement, caller, inflow, began)))
                .onComplete(result -> {
                    inflows.remove(inflow);
                    caller.runOnContext(ignored -> answer.handle(result));
                });
        return answer.future();
    }

    private Future<Placement> place(Upload upload) {
        return bus.request(FileTopics.PLACE, new PlaceFile(1, Math.max(0, upload.expectedBytes()), null));
    }

    private Future<UploadedFile> receive(
            Upload upload, Placement placement, Context caller, Inflow inflow, Instant began) {
        String id = ids.get();
        return underWay.with(id, () -> receive(id, upload, placement, caller, inflow, began))
                .onFailure(ignored -> bus.publish(FileTopics.RELEASED, new ReleasePlacement(placement.nodes())));
    }

    private Future<UploadedFile> receive(
            String id, Upload upload, Placement placement, Context caller, Inflow inflow, Instant began) {
        NodeStorage storage = nodes.ready(placement.nodes().get(0));
        return storage.receive(id, upload.expectedBytes()).compose(deposit -> flow(caller, inflow, deposit)
                .transform(flowed -> flowed.succeeded()
                        ? complete(storage, id, deposit)
                        : deposit.abandon().transform(gone -> Future.failedFuture(flowed.cause())))
                .compose(written -> record(upload, placement, storage, written, began)));
    }

    private static Future<Void> flow(Context caller, Inflow inflow, Deposit deposit) {
        Promise<Void> done = Promise.promise();
        caller.runOnContext(ignored -> inflow.into(deposit).onComplete(done));
        return done.future();
    }

    private static Future<Written> complete(NodeStorage storage, String id, Deposit deposit) {
        return deposit.complete().recover(cause -> storage.discard(id).transform(gone -> Future.failedFuture(cause)));
    }

    private Future<UploadedFile> record(
            Upload upload, Placement placement, NodeStorage storage, Written written, Instant began) {
        StoredFile file = FileRows.created(
                written, storage.node(), upload.name(), "upload", upload.actor(), placement.reason(), ledger.now());
        return ledger.uploaded(file, upload.actor(), placement, began)
                .transform(recorded -> recorded.succeeded()
                        ? acknowledge(storage, file).map(new UploadedFile(file, placement))
                        : discard(storage, file.id(), recorded.cause()));
    }

    /** A temporary name that stays costs nothing: it goes when the storage is reconciled. */
    private Future<StoredFile> acknowledge(NodeStorage storage, StoredFile file) {
        failPoints.reached(FailPoint.UPLOAD_RECORDED);
        return storage.keep(file.id()).transform(kept -> Future.succeededFuture(file));
    }

    /** What may have been recorded all the same keeps both names: the next start decides. */
    private static <T> Future<T> discard(NodeStorage storage, String id, Throwable cause) {
        return FileLedger.isUnknown(cause)
                ? Future.failedFuture(cause)
                : storage.discard(id).transform(ignored -> Future.failedFuture(cause));
    }

    /** Refuses those that wait, ends those that still receive, and completes when all are gone. */
    Future<Void> close() {
        closing = true;
        inflows.forEach(inflow -> inflow.stop(Gate.closing()));
        return gate.close();
    }
}
