package io.conclave.files;

import io.conclave.bus.Bus;
import io.conclave.bus.Problem;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
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
    private final WorkerExecutor workers;
    private final NodeFolders folders;
    private final FileLedger ledger;
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
            WorkerExecutor workers,
            NodeFolders folders,
            FileLedger ledger,
            long limit,
            Supplier<String> ids,
            FailPoints failPoints) {
        this.vertx = vertx;
        this.bus = bus;
        this.workers = workers;
        this.folders = folders;
        this.ledger = ledger;
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
        SerialLane lane = new SerialLane(workers);
        Inflow inflow = new Inflow(vertx, caller, bytes, lane, limit, PACE_MS);
        inflows.add(inflow);
        if (closing) {
            inflow.stop(Gate.closing());
        }
        Promise<UploadedFile> answer = Promise.promise();
        Instant began = ledger.now();
        gate.pass(() -> place(upload).compose(placement -> receive(upload, placement, caller, lane, inflow, began)))
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
            Upload upload, Placement placement, Context caller, SerialLane lane, Inflow inflow, Instant began) {
        return lane.run(() -> begin(upload, placement))
                .compose(draft -> flow(caller, inflow, draft)
                        .compose(ignored -> lane.run(() -> complete(draft)))
                        .transform(complete -> complete.succeeded()
                                ? record(upload, placement, draft, lane, began)
                                : discard(draft, lane, complete.cause())))
                .onFailure(ignored -> bus.publish(FileTopics.RELEASED, new ReleasePlacement(placement.nodes())));
    }

    private Draft begin(Upload upload, Placement placement) {
        NodeFolder folder = folders.of(placement.nodes().get(0));
        folder.requireRoom(Math.max(0, upload.expectedBytes()));
        return new Draft(folder, ids.get());
    }

    private static Future<Void> flow(Context caller, Inflow inflow, Draft draft) {
        Promise<Void> done = Promise.promise();
        caller.runOnContext(ignored -> inflow.into(draft).onComplete(done));
        return done.future();
    }

    private Void complete(Draft draft) {
        draft.seal();
        draft.publishNew();
        failPoints.reached(FailPoint.UPLOAD_LINKED);
        draft.folder().syncNames();
        failPoints.reached(FailPoint.UPLOAD_SYNCED);
        return null;
    }

    private Future<UploadedFile> record(
            Upload upload, Placement placement, Draft draft, SerialLane lane, Instant began) {
        StoredFile file =
                FileRows.created(draft, upload.name(), "upload", upload.actor(), placement.reason(), ledger.now());
        return ledger.uploaded(file, upload.actor(), placement, began)
                .transform(recorded -> recorded.succeeded()
                        ? lane.run(() -> acknowledge(draft)).map(new UploadedFile(file, placement))
                        : discard(draft, lane, recorded.cause()));
    }

    private Void acknowledge(Draft draft) {
        failPoints.reached(FailPoint.UPLOAD_RECORDED);
        draft.settle();
        return null;
    }

    /** What may have been recorded all the same keeps both names: the next start decides. */
    private static <T> Future<T> discard(Draft draft, SerialLane lane, Throwable cause) {
        return FileLedger.isUnknown(cause)
                ? Future.failedFuture(cause)
                : lane.run(draft::discard).transform(ignored -> Future.failedFuture(cause));
    }

    /** Refuses those that wait, ends those that still receive, and completes when all are gone. */
    Future<Void> close() {
        closing = true;
        inflows.forEach(inflow -> inflow.stop(Gate.closing()));
        return gate.close();
    }
}
