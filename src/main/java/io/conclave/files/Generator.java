package io.conclave.files;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.conclave.audit.OperationLog;
import io.conclave.audit.OperationStatus;
import io.conclave.bus.Bus;
import io.conclave.bus.Json;
import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;
import io.conclave.storage.NodeStorage;
import io.conclave.storage.Written;
import io.vertx.core.Future;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Makes files with random content, {@value #BATCH} at a time: written and synced side by side, then recorded in one
 * transaction. What goes wrong half way ends it; what was recorded until then stays and is told.
 */
final class Generator {

    private static final int MOST_FILES = 10_000;
    private static final int BATCH = 32;
    private static final int PLACES = 64;
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final Bus bus;
    private final Nodes nodes;
    private final FileLedger ledger;
    private final UnderWay underWay;
    private final OperationLog log;
    private final long largestBytes;
    private final Supplier<String> ids;
    private final LongSupplier seeds;
    private final Gate gate = new Gate("bulk generations", 1, PLACES);
    private volatile boolean closing;

    /**
     * @param largestBytes the most bytes of one file
     * @param seeds gives each file what its content comes from; called on any thread
     */
    Generator(
            Bus bus,
            Nodes nodes,
            FileLedger ledger,
            UnderWay underWay,
            OperationLog log,
            long largestBytes,
            Supplier<String> ids,
            LongSupplier seeds) {
        this.bus = bus;
        this.nodes = nodes;
        this.ledger = ledger;
        this.underWay = underWay;
        this.log = log;
        this.largestBytes = largestBytes;
        this.ids = ids;
        this.seeds = seeds;
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
            nodes.of(request.pinnedTo());
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

    /** The files that came through are recorded, also where others of the batch did not. */
    private Future<Void> batch(Production production, Naming naming) {
        List<String> targets = production.nextNodes(BATCH);
        List<String> fresh = targets.stream().map(target -> ids.get()).toList();
        return underWay.with(fresh, () -> batch(production, naming, targets, fresh));
    }

    private Future<Void> batch(Production production, Naming naming, List<String> targets, List<String> fresh) {
        List<Future<Made>> making = new ArrayList<>(targets.size());
        for (int i = 0; i < targets.size(); i++) {
            making.add(make(targets.get(i), fresh.get(i), production.sizeBytes()));
        }
        return Future.join(making).transform(joined -> {
            List<Made> made = making.stream()
                    .filter(Future::succeeded)
                    .map(Future::result)
                    .toList();
            Future<Void> recorded = made.isEmpty() ? Future.succeededFuture() : record(production, naming, made);
            return recorded.compose(
                    ignored -> joined.failed() ? Future.failedFuture(joined.cause()) : Future.succeededFuture());
        });
    }

    private Future<Made> make(String node, String id, long sizeBytes) {
        try {
            if (closing) {
                throw Gate.closing().asException();
            }
            NodeStorage storage = nodes.ready(node);
            return storage.generate(id, sizeBytes, seeds.getAsLong())
                    .map(written -> new Made(storage, written))
                    .recover(cause -> storage.discard(id).transform(gone -> Future.failedFuture(cause)));
        } catch (ProblemException refused) {
            return Future.failedFuture(refused);
        }
    }

    private Future<Void> record(Production production, Naming naming, List<Made> made) {
        List<StoredFile> files = new ArrayList<>(made.size());
        for (Made each : made) {
            String name = naming.name(production.made() + files.size() + 1);
            files.add(production.file(each.written, each.storage.node(), name, ledger));
        }
        return ledger.generated(files)
                .onSuccess(done -> production.add(files))
                .transform(recorded -> recorded.failed() && FileLedger.isUnknown(recorded.cause())
                        ? recorded(recorded.cause())
                        : Future.join(made.stream()
                                        .map(each -> each.settle(recorded.succeeded()))
                                        .toList())
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

    /** A file that is made, with the storage that has it. */
    private record Made(NodeStorage storage, Written written) {

        Future<Void> settle(boolean recorded) {
            return recorded ? storage.keep(written.id()) : storage.discard(written.id());
        }
    }

    /** What the files of one request are called. */
    private record Naming(String stem) {

        String name(int number) {
            return "%s-%04d.bin".formatted(stem, number);
        }
    }
}
