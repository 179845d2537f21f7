package io.conclave.files;

import com.github.f4b6a3.uuid.UuidCreator;
import io.conclave.audit.OperationLog;
import io.conclave.bus.Bus;
import io.conclave.bus.Problem;
import io.conclave.config.FileSettings;
import io.conclave.store.Database;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.time.Clock;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Keeps the files: answers {@link FileTopics}, receives and hands out bytes, moves them between the nodes' folders, and
 * before all that makes disk and database agree. Its own thread never touches a disk.
 */
public final class FilesVerticle extends VerticleBase implements FileTransfer {

    private static final int WORKERS = 16;
    private static final long LONGEST_TASK_MINUTES = 10;
    private static final long MEASURE_MS = 2_000;

    private final FileSettings settings;
    private final List<String> nodes;
    private final Bus bus;
    private final Database database;
    private final OperationLog log;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Supplier<String> ids;
    private final Supplier<RandomGenerator> randoms;
    private final Disk disk;
    private final FailPoints failPoints;

    private WorkerExecutor workers;
    private NodeFolders folders;
    private FileList list;
    private Deletions deletions;
    private Migrations migrations;
    private Generator generator;
    private volatile Uploads uploads;
    private volatile Reading reading;
    private boolean stopped;

    /**
     * @param settings where the bytes lie, and their limits
     * @param nodes the nodes' ids, each of them one folder's name
     * @param bus where changes are published and questions answered
     * @param database where rows and the journal are kept
     * @param log where what is done is recorded
     * @param clock what rows are dated by
     * @param nanoTime what durations are measured with, {@link System#nanoTime()}
     */
    public FilesVerticle(
            FileSettings settings,
            List<String> nodes,
            Bus bus,
            Database database,
            OperationLog log,
            Clock clock,
            LongSupplier nanoTime) {
        this(
                settings,
                nodes,
                bus,
                database,
                log,
                clock,
                nanoTime,
                () -> UuidCreator.getTimeOrderedEpochPlus1().toString(),
                SplittableRandom::new,
                new LocalDisk(),
                FailPoints.OFF);
    }

    /**
     * @param ids new, time-ordered UUIDs as text, from any thread
     * @param randoms what generated content comes from, from any thread
     * @param disk what the folders lie on
     * @param failPoints is told of each fail-point
     */
    FilesVerticle(
            FileSettings settings,
            List<String> nodes,
            Bus bus,
            Database database,
            OperationLog log,
            Clock clock,
            LongSupplier nanoTime,
            Supplier<String> ids,
            Supplier<RandomGenerator> randoms,
            Disk disk,
            FailPoints failPoints) {
        this.settings = settings;
        this.nodes = List.copyOf(nodes);
        this.bus = bus;
        this.database = database;
        this.log = log;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.ids = ids;
        this.randoms = randoms;
        this.disk = disk;
        this.failPoints = failPoints;
    }

    @Override
    public Future<?> start() {
        workers = vertx.createSharedWorkerExecutor("files", WORKERS, LONGEST_TASK_MINUTES, TimeUnit.MINUTES);
        folders = new NodeFolders(settings.root(), nodes, disk, settings.minFreeBytes(), this::publishRoom);
        FileLedger ledger = new FileLedger(context, bus, database, log, clock);
        MigrationJournal journal = new MigrationJournal(ledger, bus, log, nanoTime, failPoints);
        list = new FileList(database, folders);
        deletions = new Deletions(workers, folders, ledger, failPoints);
        migrations = new Migrations(workers, folders, journal, failPoints, nanoTime);
        generator = new Generator(bus, workers, folders, ledger, log, settings.maxUploadBytes(), ids, randoms);
        return workers.executeBlocking(
                        () -> {
                            folders.prepare();
                            return null;
                        },
                        false)
                .compose(ignored -> new Recovery(workers, folders, ledger, database, bus, log, failPoints).run())
                .onSuccess(ignored -> serve(ledger));
    }

    private void serve(FileLedger ledger) {
        reading = new Reading(vertx, workers, folders, ledger);
        uploads = new Uploads(vertx, bus, workers, folders, ledger, settings.maxUploadBytes(), ids, failPoints);
        bus.serve(FileTopics.GET, question -> ledger.get(question.fileId()));
        bus.serve(FileTopics.LIST, list::page);
        bus.serve(FileTopics.DELETE, deletions::delete);
        bus.serve(FileTopics.MOVE, migrations::move);
        bus.serve(FileTopics.GENERATE, generator::generate);
        bus.serve(FileTopics.ROOM, question -> Future.succeededFuture(folders.state()));
        publishRoom();
        measureLater();
    }

    private void publishRoom() {
        bus.publish(FileTopics.STORAGE, folders.state());
    }

    private void measureLater() {
        vertx.setTimer(MEASURE_MS, timer -> {
            if (!stopped) {
                workers.executeBlocking(folders::measure, false)
                        .onSuccess(state -> bus.publish(FileTopics.STORAGE, state))
                        .onComplete(ignored -> measureLater());
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
        return Future.join(List.of(
                uploads == null ? Future.succeededFuture() : uploads.close(),
                generator.close(),
                migrations.close(),
                deletions.close()));
    }
}
