package io.conclave.files;

import static io.conclave.testing.Answers.done;

import io.conclave.audit.OperationLog;
import io.conclave.bus.Bus;
import io.conclave.bus.ControllerRef;
import io.conclave.bus.Sentence;
import io.conclave.config.FileSettings;
import io.conclave.config.FileStorage;
import io.conclave.storage.ChunkStream;
import io.conclave.storage.Disk;
import io.conclave.storage.FailPoints;
import io.conclave.storage.LocalStorages;
import io.conclave.storage.Workbench;
import io.conclave.store.FileRow;
import io.conclave.store.MigrationRow;
import io.conclave.store.OperationFilter;
import io.conclave.store.OperationRow;
import io.conclave.store.OutboxRow;
import io.conclave.store.SqlDatabase;
import io.conclave.store.Work;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Files on a real database and real folders, with a placement that takes turns unless it is told a node. */
final class FileStore implements AutoCloseable {

    static final List<String> NODES = List.of("zk1", "zk2", "zk3");
    static final int LIMIT = 8 << 20;

    final Vertx vertx = Vertx.vertx();
    final Bus bus;
    final SqlDatabase database;
    final FilesVerticle verticle;
    final List<Object> told = Collections.synchronizedList(new ArrayList<>());
    volatile String placeOn;
    private final Path folder;
    private final AtomicInteger turn = new AtomicInteger();

    FileStore(Path folder, Disk disk, FailPoints failPoints) {
        this.folder = folder;
        ControllerRef self = new ControllerRef("c1", 1);
        bus = new Bus(vertx, self, Clock.systemUTC());
        database = SqlDatabase.open("jdbc:sqlite:" + folder.resolve("conclave.db"), self);
        Supplier<String> ids = () ->
                com.github.f4b6a3.uuid.UuidCreator.getTimeOrderedEpochPlus1().toString();
        verticle = new FilesVerticle(
                new LocalStorages(
                        Workbench.on(vertx, failPoints, System::nanoTime, Duration.ofSeconds(2)),
                        root(),
                        NODES,
                        disk,
                        0),
                new FileSettings(FileStorage.LOCAL, root(), LIMIT, 0),
                bus,
                database,
                new OperationLog(bus, database, Clock.systemUTC(), () -> null),
                Clock.systemUTC(),
                System::nanoTime,
                ids,
                () -> 7,
                failPoints);
        bus.serve(FileTopics.PLACE, this::place);
        bus.subscribe(FileTopics.CHANGES, change -> told.add(change.body()));
        bus.subscribe(FileTopics.MIGRATIONS, event -> told.add(event.body()));
        bus.subscribe(FileTopics.RELEASED, event -> told.add(event.body()));
    }

    FileStore start() {
        done(vertx.deployVerticle(verticle));
        return this;
    }

    private Future<Placement> place(PlaceFile question) {
        List<String> nodes = Stream.generate(() -> question.pinnedTo() != null
                        ? question.pinnedTo()
                        : placeOn != null ? placeOn : NODES.get(turn.getAndIncrement() % NODES.size()))
                .limit(question.count())
                .toList();
        return Future.succeededFuture(
                new Placement(nodes, "least_loaded", new Sentence("It has least.", "最少。"), List.of()));
    }

    Path root() {
        return folder.resolve("uploads");
    }

    /** Uploads these bytes in chunks of 64 KiB. */
    Future<UploadedFile> upload(String name, byte[] bytes) {
        return upload(name, stream -> {
            for (int from = 0; from < bytes.length; from += 65_536) {
                stream.chunk(java.util.Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + 65_536)));
            }
        });
    }

    Future<UploadedFile> upload(String name, java.util.function.Consumer<ChunkStream> sender) {
        Context context = vertx.getOrCreateContext();
        Promise<UploadedFile> promise = Promise.promise();
        context.runOnContext(ignored -> {
            ChunkStream stream = new ChunkStream(context);
            sender.accept(stream);
            verticle.upload(new Upload(name, -1, "rest"), stream).onComplete(promise);
        });
        return promise.future();
    }

    StoredFile stored(String name, byte[] bytes, String node) {
        placeOn = node;
        return done(upload(name, bytes)).file();
    }

    Future<MoveOutcome> move(StoredFile file, String to) {
        return bus.request(FileTopics.MOVE, new MoveFile(file.id(), file.node(), to, "migrate", "p1", "scheduler"));
    }

    <T> T read(Work<T> work) {
        return done(database.read(work));
    }

    StoredFile find(String id) {
        return done(bus.request(FileTopics.GET, new GetFile(id)));
    }

    List<FileRow> rows() {
        return read(tx -> {
            List<FileRow> rows = new ArrayList<>();
            tx.files().forEachNamed("", rows::add);
            return rows;
        });
    }

    List<OperationRow> operations() {
        return read(tx -> tx.operations().page(100, OperationFilter.ALL));
    }

    List<MigrationRow> openMigrations() {
        return read(tx -> tx.migrations().openRows());
    }

    List<OutboxRow> outbox() {
        return read(tx -> tx.outbox().next(1_000));
    }

    /** Every regular file below the root, as node and name. */
    List<String> onDisk() {
        try (Stream<Path> all = Files.walk(root())) {
            return all.filter(Files::isRegularFile)
                    .map(path -> root().relativize(path).toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What should be on disk for these rows. */
    List<String> promised() {
        return rows().stream().map(FileRow::path).sorted().toList();
    }

    @Override
    public void close() {
        done(vertx.close());
        database.close();
    }
}
