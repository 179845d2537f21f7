package io.conclave.files;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.conclave.audit.OperationLog;
import io.conclave.audit.OperationStatus;
import io.conclave.bus.Bus;
import io.conclave.bus.Json;
import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Makes files with random content, {@value #BATCH} at a time: written and synced side by side, then recorded in one
 * transaction. What goes wrong half way ends it; what was recorded until then stays and is told.
 */
final class Generator {

    private static final int MOST_FILES = 10_000;
    private static final int BATCH = 32;
    private static final int PLACES = 64;
    private static final int PIECE_BYTES = 128 << 10;
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final Bus bus;
    private final WorkerExecutor workers;
    private final NodeFolders folders;
    private final FileLedger ledger;
    private final OperationLog log;
    private final long largestBytes;
    private final Supplier<String> ids;
    private final Supplier<RandomGenerator> randoms;
    private final Gate gate = new Gate("bulk generations", 1, PLACES);
    private volatile boolean closing;

    /**
     * @param largestBytes the most bytes of one file
     * @param randoms gives each file a source of its content; called on any thread
     */
    Generator(
            Bus bus,
            WorkerExecutor workers,
            NodeFolders folders,
            FileLedger ledger,
            OperationLog log,
            long largestBytes,
            Supplier<String> ids,
            Supplier<RandomGenerator> randoms) {
        this.bus = bus;
        this.workers = workers;
        this.folders = folders;
        this.ledger = ledger;
        this.log = log;
        this.largestBytes = largestBytes;
        this.ids = ids;
        this.randoms = randoms;
    }

    /** Makes them when those asked for before are made; a failure only where not one was begun. */
    Future<FilesCreated> generate(GenerateFiles request) {
        if (request.count() < 1 || request.count() > MOST_FILES) {
            throw Problem.invalid("count", request.count(), "from 1 to " + MOST_FILES)
                    .asException();
        }
        if (request.sizeBytes() < 0 || request.sizeBytes() > largestBytes) {
            throw Problem.invalid("sizeBytes", request.sizeBytes(), "from 0 to " + largestBytes)
                    .asException();
        }
        if (request.pinnedTo() != null) {
            folders.of(request.pinnedTo());
        }
        Naming naming = new Naming(request.namePrefix() + STAMP.format(ledger.now()));
        FileName.checked(naming.name(MOST_FILES));
        return gate.pass(() -> bus.request(
                        FileTopics.PLACE, new PlaceFile(request.count(), request.sizeBytes(), request.pinnedTo()))
                .compose(placement -> begin(request, naming, placement)));
    }

    private Future<FilesCreated> begin(GenerateFiles request, Naming naming, Placement placement) {
        ObjectNode details = Json.object()
                .put("count", request.count())
                .put("sizeBytes", request.sizeBytes())
                .put("pinnedTo", request.pinnedTo())
                .put("placement", placement.reason());
        Production production = new Production(request, placement);
        return log.begin(request.action(), request.actor(), request.pinnedTo(), details)
                .onFailure(ignored -> release(production))
                .compose(operation -> batches(production, naming)
                        .onComplete(ignored -> release(production))
                        .map(ignored -> production.result())
                        .onSuccess(created -> log.finish(operation, status(created), outcome(details, created))));
    }

    private void release(Production production) {
        if (!production.untaken().isEmpty()) {
            bus.publish(FileTopics.RELEASED, new ReleasePlacement(production.untaken()));
        }
    }

    private static OperationStatus status(FilesCreated created) {
        return created.stopped() == null ? OperationStatus.OK : OperationStatus.FAILED;
    }

    private static ObjectNode outcome(ObjectNode details, FilesCreated created) {
        details.put("created", created.created()).set("perNode", Json.tree(created.perNode()));
        if (created.stopped() != null) {
            details.put("problem", created.stopped().code())
                    .put("detail", created.stopped().detail());
        }
        return details;
    }

    private Future<Void> batches(Production production, Naming naming) {
        if (production.isOver()) {
            return Future.succeededFuture();
        }
        return batch(production, naming)
                .otherwise(cause -> {
                    production.stop(ProblemException.of(cause));
                    return null;
                })
                .compose(ignored -> batches(production, naming));
    }

    /** The drafts that came through are recorded, also where others of the batch did not. */
    private Future<Void> batch(Production production, Naming naming) {
        List<String> nodes = production.nextNodes(BATCH);
        List<Future<Draft>> drafts = new ArrayList<>(nodes.size());
        for (String node : nodes) {
            String id = ids.get();
            drafts.add(workers.executeBlocking(() -> write(node, id, production.sizeBytes()), false));
        }
        return Future.join(drafts).transform(joined -> {
            List<Draft> written = drafts.stream()
                    .filter(Future::succeeded)
                    .map(Future::result)
                    .toList();
            Future<Void> recorded = written.isEmpty() ? Future.succeededFuture() : record(production, naming, written);
            return recorded.compose(
                    ignored -> joined.failed() ? Future.failedFuture(joined.cause()) : Future.succeededFuture());
        });
    }

    private Draft write(String node, String id, long sizeBytes) {
        NodeFolder folder = folders.of(node);
        folder.requireRoom(sizeBytes);
        Draft draft = new Draft(folder, id);
        try {
            RandomGenerator random = randoms.get();
            byte[] piece = new byte[(int) Math.min(PIECE_BYTES, sizeBytes)];
            for (long left = sizeBytes; left > 0; left -= piece.length) {
                if (closing) {
                    throw Gate.closing().asException();
                }
                random.nextBytes(piece);
                draft.write(piece, (int) Math.min(piece.length, left));
            }
            draft.seal();
            draft.publishNew();
            return draft;
        } catch (RuntimeException e) {
            draft.discard();
            throw e;
        }
    }

    private Future<Void> record(Production production, Naming naming, List<Draft> drafts) {
        return workers.executeBlocking(
                        () -> {
                            drafts.stream().map(Draft::folder).distinct().forEach(NodeFolder::syncNames);
                            return null;
                        },
                        false)
                .compose(ignored -> {
                    List<StoredFile> files = new ArrayList<>(drafts.size());
                    for (Draft draft : drafts) {
                        files.add(production.file(draft, naming.name(production.made() + files.size() + 1), ledger));
                    }
                    return ledger.generated(files).onSuccess(done -> production.add(files));
                })
                .transform(recorded -> recorded.failed() && FileLedger.isUnknown(recorded.cause())
                        ? recorded(recorded.cause())
                        : workers.executeBlocking(
                                        () -> {
                                            drafts.forEach(recorded.succeeded() ? Draft::settle : Draft::discard);
                                            return null;
                                        },
                                        false)
                                .transform(ignored -> recorded(recorded.cause())));
    }

    private static Future<Void> recorded(Throwable cause) {
        return cause == null ? Future.succeededFuture() : Future.failedFuture(cause);
    }

    /** Ends what runs after its present piece, refuses what waits, completes when all is through. */
    Future<Void> close() {
        closing = true;
        return gate.close();
    }

    /** What the files of one request are called. */
    private record Naming(String stem) {

        String name(int number) {
            return "%s-%04d.bin".formatted(stem, number);
        }
    }
}
