package io.conclave.files;

import static io.conclave.testing.Answers.done;
import static io.conclave.testing.Answers.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.conclave.audit.Action;
import io.conclave.storage.FailPoints;
import io.conclave.storage.WatchedDisk;
import io.conclave.store.FileRow;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several migrations at once, and what must not be begun. */
class MigrationsTest {

    @TempDir
    Path folder;

    private final CountDownLatch copies = new CountDownLatch(1);
    private final CountDownLatch committed = new CountDownLatch(1);
    private volatile boolean holdSource;
    private FileStore store;

    @BeforeEach
    void start() {
        store = new FileStore(folder, new HeldDisk(), FailPoints.OFF).start();
    }

    @AfterEach
    void stop() {
        copies.countDown();
        committed.countDown();
        store.close();
    }

    @Test
    void sameFileInTwoMigrationsIsRefusedTheSecondTime() {
        StoredFile file = store.stored("a.bin", new byte[1_000], "zk1");
        Future<MoveOutcome> first = store.move(file, "zk2");
        await().until(() -> store.openMigrations().size() == 1);

        assertThat(problem(store.move(file, "zk3")).code()).isEqualTo("migration_in_progress");
        copies.countDown();

        assertThat(done(first)).isInstanceOf(MoveOutcome.Moved.class);
        assertThat(store.onDisk()).containsExactly("zk2/" + file.id());
    }

    @Test
    void fileThatIsBeingMovedIsNotDeleted() {
        StoredFile file = store.stored("a.bin", new byte[1_000], "zk1");
        Future<MoveOutcome> move = store.move(file, "zk2");
        await().until(() -> store.openMigrations().size() == 1);

        assertThat(problem(store.bus.request(FileTopics.DELETE, new DeleteFile(file.id(), "rest")))
                        .code())
                .isEqualTo("migration_in_progress");
        copies.countDown();

        assertThat(done(move)).isInstanceOf(MoveOutcome.Moved.class);
        assertThat(store.onDisk()).containsExactly("zk2/" + file.id());
    }

    @ParameterizedTest
    @CsvSource({"zk2, zk3, 409", "zk1, zk9, 404", "zk9, zk1, 404", "zk1, zk1, 400"})
    void moveThatMakesNoSenseIsRefused(String from, String to, int status) {
        StoredFile file = store.stored("a.bin", new byte[10], "zk1");

        assertThat(problem(store.bus.request(
                                FileTopics.MOVE, new MoveFile(file.id(), from, to, "migrate", null, "rest")))
                        .status())
                .isEqualTo(status);
        assertThat(store.onDisk()).containsExactly(file.path());
        assertThat(store.openMigrations()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"nope", "../../etc/passwd", "00000000-0000-7000-8000-000000000000"})
    void unknownFileIsNotFound(String id) {
        assertThat(problem(store.bus.request(FileTopics.MOVE, new MoveFile(id, "zk1", "zk2", "migrate", null, "rest")))
                        .status())
                .isEqualTo(404);
        assertThat(problem(store.verticle.open(id)).status()).isEqualTo(404);
    }

    @Test
    void handMadeMoveIsManualInTheAudit() {
        copies.countDown();
        StoredFile file = store.stored("a.bin", new byte[10], "zk1");

        done(store.bus.request(FileTopics.MOVE, new MoveFile(file.id(), "zk1", "zk2", "drain", null, "rest")));

        assertThat(store.operations().get(0).action()).isEqualTo("manual_migrate");
        assertThat(store.find(file.id()).history().get(1).reason()).isEqualTo("drain");
    }

    @Test
    void manyMigrationsAtOnceLeaveEachFileOnceAndWhole() {
        copies.countDown();
        done(store.bus.request(
                FileTopics.GENERATE, new GenerateFiles(200, 5_000, "zk1", "bulk-", Action.BULK_GENERATE, "rest")));
        List<Future<MoveOutcome>> moves = store.rows().stream()
                .map(row -> store.move(FileRows.toFile(row), "zk2"))
                .toList();

        assertThat(moves).allSatisfy(move -> assertThat(done(move)).isInstanceOf(MoveOutcome.Moved.class));
        assertThat(store.rows()).extracting(FileRow::node).containsOnly("zk2");
        assertThat(store.onDisk()).isEqualTo(store.promised());
        assertThat(store.openMigrations()).isEmpty();
        assertThat(store.outbox()).hasSize(400);
    }

    @Test
    void endOfTheControllerRollsBackWhatIsNotCommittedAndRefusesWhatWaits() {
        List<StoredFile> files = Stream.generate(() -> store.stored("a.bin", new byte[1_000], "zk1"))
                .limit(Migrations.WIDTH + 4L)
                .toList();
        List<Future<MoveOutcome>> moves = new ArrayList<>();
        files.forEach(file -> moves.add(store.move(file, "zk2")));
        await().until(() -> store.openMigrations().size() == Migrations.WIDTH);
        Future<Void> gone = store.vertx.undeploy(store.verticle.deploymentID());
        await().until(() -> moves.stream().filter(Future::isComplete).count() == 4);
        copies.countDown();
        done(gone);
        await().until(() -> moves.stream().allMatch(Future::isComplete));

        assertThat(moves)
                .filteredOn(Future::succeeded)
                .hasSize(Migrations.WIDTH)
                .allSatisfy(move -> assertThat(move.result()).isInstanceOf(MoveOutcome.Failed.class));
        assertThat(store.onDisk()).isEqualTo(store.promised()).allMatch(path -> path.startsWith("zk1/"));
        assertThat(store.openMigrations()).isEmpty();
    }

    @Test
    void endOfTheControllerFinishesWhatIsCommitted() {
        copies.countDown();
        StoredFile file = store.stored("a.bin", new byte[1_000], "zk1");
        holdSource = true;
        Future<MoveOutcome> move = store.move(file, "zk2");
        await().until(() -> store.find(file.id()).node().equals("zk2"));

        Future<Void> gone = store.vertx.undeploy(store.verticle.deploymentID());
        committed.countDown();
        done(gone);

        assertThat(done(move)).isInstanceOf(MoveOutcome.Moved.class);
        assertThat(store.onDisk()).containsExactly("zk2/" + file.id());
        assertThat(store.openMigrations()).isEmpty();
    }

    /** Holds copies, and deletions at the source, until they are let go. */
    private final class HeldDisk extends WatchedDisk {

        @Override
        public void before(Call call, Path path) {
            try {
                if (call == Call.COPY) {
                    copies.await();
                } else if (call == Call.DELETE && holdSource && path.toString().contains("/zk1/")) {
                    committed.await();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
