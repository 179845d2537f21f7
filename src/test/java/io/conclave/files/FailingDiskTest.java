package io.conclave.files;

import static io.conclave.testing.Answers.done;
import static io.conclave.testing.Answers.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.conclave.audit.Action;
import io.conclave.bus.Problem;
import io.conclave.storage.FailPoints;
import io.conclave.storage.FaultyDisk;
import io.conclave.storage.NodeRoom;
import io.conclave.storage.StorageReason;
import io.conclave.storage.WatchedDisk.Call;
import io.conclave.store.OperationRow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A disk that is full or fails: nothing half done stays, nothing is promised, the other nodes go on. */
class FailingDiskTest {

    private static final byte[] BYTES = random(400_000);

    @TempDir
    Path folder;

    private final FaultyDisk disk = new FaultyDisk();
    private FileStore store;

    @BeforeEach
    void start() {
        store = new FileStore(folder, disk, FailPoints.OFF).start();
    }

    @AfterEach
    void stop() {
        store.close();
    }

    @ParameterizedTest
    @CsvSource({
        "CREATE, No space left on device, 507, disk_full",
        "WRITE, No space left on device, 507, disk_full",
        "WRITE, Disk quota exceeded, 507, disk_full",
        "LINK, No space left on device, 507, disk_full",
        "SYNC, No space left on device, 507, disk_full",
        "WRITE, Read-only file system, 503, read_only",
        "CREATE, Too many open files, 503, too_many_open_files",
        "WRITE, Input/output error, 503, io_error",
        "SYNC, Input/output error, 503, io_error"
    })
    void uploadThatTheDiskRefusesLeavesNothingAndSaysWhy(Call call, String text, int status, String code) {
        store.placeOn = "zk1";
        disk.fail(call, "/zk1/", text, 1);

        Problem problem = problem(store.upload("a.bin", BYTES));

        assertThat(problem.status()).isEqualTo(status);
        assertThat(problem.code()).isEqualTo(code);
        assertNothingIsKept();
        await().untilAsserted(
                        () -> assertThat(store.told).containsExactly(new ReleasePlacement(java.util.List.of("zk1"))));
        store.placeOn = "zk2";
        assertThat(done(store.upload("b.bin", BYTES)).file().node()).isEqualTo("zk2");
    }

    @Test
    void fullDiskTakesFilesAgainWhenThereIsRoom() {
        store.placeOn = "zk1";
        disk.fail(Call.WRITE, "/zk1/", FaultyDisk.NO_SPACE, 1);
        problem(store.upload("a.bin", BYTES));
        assertThat(room("zk1").roomBytes()).isZero();

        assertThat(done(store.upload("b.bin", BYTES)).file().node()).isEqualTo("zk1");
    }

    @ParameterizedTest
    @CsvSource({"SYNC, /zk1/", "SYNC_FOLDER, /zk1"})
    void nodeWhoseSyncFailedOnceTakesNothingMoreUntilTheNextStart(Call call, String part) {
        StoredFile before = store.stored("before.bin", BYTES, "zk1");
        disk.fail(call, part, FaultyDisk.IO_ERROR, 1);

        assertThat(problem(store.upload("a.bin", BYTES)).code()).isEqualTo("io_error");

        assertThat(problem(store.upload("b.bin", BYTES)).code()).isEqualTo("storage_unavailable");
        assertThat(problem(store.bus.request(FileTopics.DELETE, new DeleteFile(before.id(), "rest")))
                        .code())
                .isEqualTo("storage_unavailable");
        assertThat(room("zk1")).isEqualTo(NodeRoom.none(StorageReason.IO_ERROR));
        assertThat(room("zk2").available()).isTrue();
        assertThat(store.onDisk()).containsExactly(before.path());

        store.close();
        store = new FileStore(folder, disk, FailPoints.OFF).start();
        assertThat(store.stored("c.bin", BYTES, "zk1").node()).isEqualTo("zk1");
    }

    @ParameterizedTest
    @CsvSource({
        "CREATE, No space left on device, disk_full",
        "COPY, No space left on device, disk_full",
        "COPY, Input/output error, io_error",
        "SYNC, Input/output error, io_error",
        "LINK, No space left on device, disk_full",
    })
    void migrationThatTheTargetRefusesIsRolledBackAndTheNextOneToAnotherNodeIsMade(
            Call call, String text, String code) {
        StoredFile file = store.stored("a.bin", BYTES, "zk1");
        disk.fail(call, "/zk2/", text, 1);

        MoveOutcome outcome = done(store.move(file, "zk2"));

        assertThat(outcome).isInstanceOfSatisfying(MoveOutcome.Failed.class, failed -> assertThat(
                        failed.problem().code())
                .isEqualTo(code));
        assertThat(store.find(file.id())).isEqualTo(file);
        assertThat(store.onDisk()).containsExactly(file.path());
        assertThat(disk.open()).isZero();
        assertThat(store.openMigrations()).isEmpty();
        assertThat(store.operations())
                .extracting(OperationRow::action, OperationRow::status)
                .startsWith(org.assertj.core.groups.Tuple.tuple("auto_migrate", "failed"));
        assertThat(done(store.move(file, "zk3"))).isInstanceOf(MoveOutcome.Moved.class);
    }

    @Test
    void copyThatCannotBeTakenBackLeavesItsIntentForTheNextStart() {
        StoredFile file = store.stored("a.bin", BYTES, "zk1");
        disk.fail(Call.SYNC_FOLDER, "/zk2", FaultyDisk.IO_ERROR, 1);
        disk.fail(Call.DELETE, "/zk2/" + file.id(), FaultyDisk.IO_ERROR, 1);

        done(store.move(file, "zk2"));
        assertThat(store.openMigrations()).hasSize(1);
        assertThat(problem(store.move(file, "zk3")).code()).isEqualTo("migration_in_progress");
        store.close();
        store = new FileStore(folder, disk, FailPoints.OFF).start();

        assertThat(store.openMigrations()).isEmpty();
        assertThat(store.onDisk()).containsExactly(file.path());
        assertThat(done(store.move(file, "zk3"))).isInstanceOf(MoveOutcome.Moved.class);
    }

    @Test
    void sourceThatCannotBeDeletedIsDeletedAtTheNextStartAndTheFileHasMoved() {
        StoredFile file = store.stored("a.bin", BYTES, "zk1");
        disk.fail(Call.DELETE, "/zk1/" + file.id(), FaultyDisk.IO_ERROR, 1);

        assertThat(done(store.move(file, "zk2"))).isInstanceOf(MoveOutcome.Moved.class);
        assertThat(store.onDisk()).hasSize(2);
        store.close();
        store = new FileStore(folder, disk, FailPoints.OFF).start();

        assertThat(store.onDisk()).containsExactly("zk2/" + file.id());
        assertThat(store.openMigrations()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void sourceThatIsNotWhatWasStoredIsNeverMoved(boolean truncated) throws Exception {
        StoredFile file = store.stored("a.bin", BYTES, "zk1");
        Path bytes = store.root().resolve(file.path());
        byte[] changed = truncated ? new byte[10] : BYTES.clone();
        changed[9] ^= 1;
        Files.write(bytes, changed, StandardOpenOption.TRUNCATE_EXISTING);

        MoveOutcome outcome = done(store.move(file, "zk2"));

        assertThat(((MoveOutcome.Failed) outcome).problem().code()).isEqualTo("content_mismatch");
        assertThat(store.onDisk()).containsExactly(file.path());
    }

    @Test
    void targetsOwnFileOfThatNameIsNeverReplacedAndTheSameBytesAreTaken() throws Exception {
        StoredFile file = store.stored("a.bin", BYTES, "zk1");
        Path taken = store.root().resolve("zk2").resolve(file.id());
        Files.write(taken, new byte[] {1, 2, 3});

        MoveOutcome refused = done(store.move(file, "zk2"));
        assertThat(((MoveOutcome.Failed) refused).problem().code()).isEqualTo("name_taken");
        assertThat(taken).hasBinaryContent(new byte[] {1, 2, 3});

        Files.write(taken, BYTES);
        assertThat(done(store.move(file, "zk2"))).isInstanceOf(MoveOutcome.Moved.class);
        assertThat(store.onDisk()).containsExactly("zk2/" + file.id());
    }

    @Test
    void generationThatTheDiskEndsKeepsWhatIsWholeAndGivesThePlacesBack() {
        disk.fail(Call.WRITE, "/zk2/", FaultyDisk.NO_SPACE, Integer.MAX_VALUE);

        FilesCreated created = done(store.bus.request(
                FileTopics.GENERATE, new GenerateFiles(300, 100, null, "bulk-", Action.BULK_GENERATE, "rest")));

        assertThat(created.stopped().code()).isEqualTo("disk_full");
        assertThat(created.created()).isBetween(1, 299);
        assertThat(created.perNode()).doesNotContainKey("zk2");
        assertThat(store.onDisk()).hasSize(created.created()).isEqualTo(store.promised());
        assertThat(disk.open()).isZero();
        await().untilAsserted(() -> assertThat(store.told)
                .filteredOn(ReleasePlacement.class::isInstance)
                .singleElement()
                .satisfies(released ->
                        assertThat(((ReleasePlacement) released).nodes()).hasSize(300 - created.created())));
    }

    private void assertNothingIsKept() {
        assertThat(store.onDisk()).isEmpty();
        assertThat(store.rows()).isEmpty();
        assertThat(store.outbox()).isEmpty();
        assertThat(disk.open()).isZero();
    }

    private NodeRoom room(String node) {
        return done(store.bus.request(FileTopics.ROOM, new AskStorage()))
                .nodes()
                .get(node);
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
