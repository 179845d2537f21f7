package io.conclave.files;

import com.github.f4b6a3.uuid.UuidCreator;
import io.conclave.audit.OperationLog;
import io.conclave.bus.Bus;
import io.conclave.bus.Problem;
import io.conclave.config.FileSettings;
import io.conclave.storage.FailPoints;
import io.conclave.storage.NodeStorage;
import io.conclave.storage.NodeStorages;
import io.conclave.store.Database;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the files: answers {@link FileTopics}, receives and hands out bytes, moves them between the nodes' storages,
 * and before all that makes storages and database agree. Its own thread never touches a disk.
 */
public final class FilesVerticle extends VerticleBase implements FileTransfer {

    private static final Logger LOG = LoggerFactory.getLogger(FilesVerticle.class);
    private static final long MEASURE_MS = 2_000;

    private final NodeStorages storages;
    private final FileSettings settings;
    private final Bus bus;
    private final Database database;
    private final OperationLog log;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Supplier<String> ids;
    private final LongSupplier seeds;
    private final FailPoints failPoints;

    private Nodes nodes;
    private Recovery recovery;
    private Stocktaking stocktaking;
    private FileList list;
    private Deletions deletions;
    private Migrations migrations;
    private Generator generator;
    private volatile Uploads uploads;
    private volatile Reading reading;
    private boolean serving;
    private boolean receiving;
    private boolean stopped;

    /**
     * @param storages where the nodes' bytes lie
     * @param settings their limits
     * @param bus where changes are published and questions answered
     * @param database where rows and the journal are kept
     * @param log where what is done is recorded
     * @param clock what rows are dated by
     * @param nanoTime what durations are measured with, {@link System#nanoTime()}
     */
    public FilesVerticle(
            NodeStorages storages,
            FileSettings settings,
            Bus bus,
            Database database,
            OperationLog log,
            Clock clock,
            LongSupplier nanoTime) {
        this(
                storages,
                settings,
                bus,
                database,
                log,
                clock,
                nanoTime,
                () -> UuidCreator.getTimeOrderedEpochPlus1().toString(),
                () -> ThreadLocalRandom.current().nextLong(),
                FailPoints.OFF);
    }

    /**
     * @param ids new, time-ordered UUIDs as text, from any thread
     * @param seeds what generated content comes from, from any thread
     * @param failPoints is told of each fail-point
     */
    FilesVerticle(
            NodeStorages storages,
            FileSettings settings,
            Bus bus,
            Database database,
            OperationLog log,
            Clock clock,
            LongSupplier nanoTime,
            Supplier<String> ids,
            LongSupplier seeds,
            FailPoints failPoints) {
        this.storages = storages;
        this.settings = settings;
        this.bus = bus;
        this.database = database;
        this.log = log;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.ids = ids;
        this.seeds = seeds;
        this.failPoints = failPoints;
    }

    @Override
    public Future<?> start() {
        nodes = new Nodes(storages);
        FileLedger ledger = new FileLedger(context, bus, database, log, clock);
        MigrationJournal journal = new MigrationJournal(ledger, bus, log, nanoTime, failPoints);
        UnderWay underWay = new UnderWay();
        recovery = new Recovery(nodes, ledger, underWay, database, bus, log, failPoints);
        stocktaking = new Stocktaking(vertx, database, underWay, ledger, log);
        list = new FileList(database, nodes.ids());
        deletions = new Deletions(nodes, ledger, underWay, failPoints);
        migrations = new Migrations(nodes, journal, underWay, nanoTime);
        generator = new Generator(bus, nodes, ledger, underWay, log, settings.maxUploadBytes(), ids, seeds);
        return storages.open(() -> context.runOnContext(ignored -> newsOfStorages()))
                .compose(ignored -> receiveArrivals())
                .onSuccess(ignored -> serve(ledger, underWay));
    }

    private void serve(FileLedger ledger, UnderWay underWay) {
        reading = new Reading(vertx, nodes, ledger);
        uploads = new Uploads(vertx, bus, nodes, ledger, underWay, settings.maxUploadBytes(), ids, failPoints);
        bus.serve(FileTopics.GET, question -> ledger.get(question.fileId()));
        bus.serve(FileTopics.LIST, list::page);
        bus.serve(FileTopics.DELETE, deletions::delete);
        bus.serve(FileTopics.MOVE, migrations::move);
        bus.serve(FileTopics.GENERATE, generator::generate);
        bus.serve(FileTopics.ROOM, question -> Future.succeededFuture(nodes.state()));
        serving = true;
        newsOfStorages();
        measureLater();
    }

    /** Brings the database and each storage that has come into agreement, before it is given anything. */
    private Future<Void> receiveArrivals() {
        Map<NodeStorage, Long> arrived = nodes.arrivals();
        if (arrived.isEmpty()) {
            return Future.succeededFuture();
        }
        return recovery.run(arrived.keySet())
                .onSuccess(done -> arrived.forEach(nodes::reconciled))
                .onSuccess(done -> arrived.keySet().forEach(stocktaking::take));
    }

    private void newsOfStorages() {
        if (!serving || stopped) {
            return;
        }
        bus.publish(FileTopics.STORAGE, nodes.state());
        if (receiving) {
            return;
        }
        receiving = true;
        receiveArrivals()
                .onFailure(cause -> LOG.warn("storages that came are not reconciled yet: {}", cause.toString()))
                .onComplete(done -> {
                    receiving = false;
                    bus.publish(FileTopics.STORAGE, nodes.state());
                });
    }

    private void measureLater() {
        vertx.setTimer(MEASURE_MS, timer -> {
            if (!stopped) {
                nodes.measure().onComplete(measured -> {
                    newsOfStorages();
                    measureLater();
                });
            }
        });
    }

    @Override
    public Future<UploadedFile> upload(Upload upload, ReadStream<Buffer> bytes) {
        Uploads receiver = uploads;
        return receiver == null ? notRunning() : attempt(() -> receiver.receive(upload, bytes));
    }

    @Override
    public Future<FileContent> open(String fileId) {
        Reading reader = reading;
        return reader == null ? notRunning() : attempt(() -> reader.open(fileId));
    }

    private static <T> Future<T> attempt(Supplier<Future<T>> call) {
        try {
            return call.get();
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private static <T> Future<T> notRunning() {
        return Future.failedFuture(
                Problem.unavailable("not_running", "files are not served yet").asException());
    }

    /** Ends uploads and copies, finishes what is committed. */
    @Override
    public Future<?> stop() {
        stopped = true;
        storages.hurry();
        stocktaking.close();
        return Future.join(List.of(
                        uploads == null ? Future.succeededFuture() : uploads.close(),
                        generator.close(),
                        migrations.close(),
                        deletions.close()))
                .transform(ended -> storages.close());
    }
}
