package io.conclave.files;

import static io.conclave.testing.Answers.done;
import static io.conclave.testing.Answers.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.conclave.storage.FailPoints;
import io.conclave.storage.LocalDisk;
import io.conclave.storage.NodeRoom;
import io.conclave.storage.StorageReason;
import io.conclave.store.MigrationRow;
import io.conclave.store.OperationRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a start finds that an earlier run, or somebody else, left in the folders. */
class RecoveryTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private FileStore store;

    @BeforeEach
    void start() {
        store = new FileStore(folder, new LocalDisk(), FailPoints.OFF).start();
    }

    @AfterEach
    void stop() {
        store.close();
    }

    private void restart() {
        store.close();
        store = new FileStore(folder, new LocalDisk(), FailPoints.OFF).start();
    }

    @Test
    void leftoversWithoutARowGoAndNamesThatAreNotOursStay() throws Exception {
        String unpromised = id();
        put("zk1/.tmp." + unpromised);
        put("zk1/" + unpromised);
        put("zk2/.del." + id());
        String orphan = put("zk2/" + id());
        String foreign = put("zk3/.tmp.notes");
        String readme = put("zk3/README");

        restart();

        assertThat(store.onDisk()).containsExactlyInAnyOrder(orphan, foreign, readme);
        await().atMost(LIMIT).untilAsserted(() -> assertThat(store.operations())
                .extracting(OperationRow::action, OperationRow::actor, OperationRow::node)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("reconcile", "recovery", "zk2"),
                        org.assertj.core.groups.Tuple.tuple("reconcile", "recovery", null)));
    }

    @Test
    void promisedFileLosesItsSecondNamesOnly() throws Exception {
        StoredFile file = store.stored("a.bin", new byte[100], "zk1");
        Path bytes = store.root().resolve(file.path());
        Files.createLink(bytes.resolveSibling(".tmp." + file.id()), bytes);
        Files.createLink(bytes.resolveSibling(".del." + file.id()), bytes);

        restart();

        assertThat(store.onDisk()).containsExactly(file.path());
    }

    @Test
    void moreLeftoversThanOneBatchAllGo() throws Exception {
        for (int i = 0; i < 2_345; i++) {
            put("zk1/.tmp." + id());
        }

        restart();

        assertThat(store.onDisk()).isEmpty();
    }

    @Test
    void cleanStartWritesNothing() {
        StoredFile file = store.stored("a.bin", new byte[100], "zk1");

        restart();

        assertThat(store.onDisk()).containsExactly(file.path());
        assertThat(store.operations()).hasSize(1);
        assertThat(store.outbox()).hasSize(1);
    }

    @Test
    void lastCopyIsNeverDeletedThoughTheJournalSaysSo() throws Exception {
        StoredFile file = store.stored("a.bin", new byte[100], "zk1");
        done(store.database.write(tx -> tx.migrations().open(intent(file))));
        Files.move(
                store.root().resolve(file.path()), store.root().resolve("zk2").resolve(file.id()));

        restart();

        assertThat(store.onDisk()).containsExactly("zk2/" + file.id());
        assertThat(store.openMigrations()).hasSize(1);
    }

    @Test
    void nodeWhoseFolderIsALinkTakesNothing() throws Exception {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Files.delete(store.root().resolve("zk1"));
        Files.createSymbolicLink(store.root().resolve("zk1"), elsewhere);

        restart();

        store.placeOn = "zk1";
        assertThat(problem(store.upload("a.bin", new byte[10])).status()).isEqualTo(503);
        assertThat(elsewhere).isEmptyDirectory();
        assertThat(done(store.bus.request(FileTopics.ROOM, new AskStorage()))
                        .nodes()
                        .get("zk1")
                        .reason())
                .isEqualTo(StorageReason.NOT_A_FOLDER);
    }

    @Test
    void bytesThatSomebodyReplacedByALinkAreNotServed() throws Exception {
        StoredFile file = store.stored("a.bin", new byte[100], "zk1");
        Path bytes = store.root().resolve(file.path());
        Files.delete(bytes);
        Files.createSymbolicLink(bytes, Files.write(folder.resolve("secret"), new byte[100]));

        assertThat(problem(store.verticle.open(file.id())).status()).isEqualTo(503);
    }

    @Test
    void fileWhoseBytesAreGoneSaysSoAndCanBeDeleted() throws Exception {
        StoredFile file = store.stored("a.bin", new byte[100], "zk1");
        Files.delete(store.root().resolve(file.path()));

        assertThat(problem(store.verticle.open(file.id())).code()).isEqualTo("bytes_missing");
        done(store.bus.request(FileTopics.DELETE, new DeleteFile(file.id(), "rest")));

        assertThat(store.rows()).isEmpty();
    }

    @Test
    void storageThatComesBackIsReconciledBeforeItIsGivenAnything() throws Exception {
        StoredFile file = store.stored("a.bin", new byte[100], "zk1");
        Path away = folder.resolve("away");
        Files.move(store.root().resolve("zk1"), away);
        await().atMost(LIMIT)
                .until(() -> StorageReason.MISSING.equals(room("zk1").reason()));
        assertThat(problem(store.upload("b.bin", new byte[10])).detail())
                .isEqualTo("the storage of zk1 takes no files: its folder is not there");
        done(store.database.write(tx -> tx.migrations().open(intent(file))));
        Files.write(store.root().resolve("zk2").resolve(file.id()), new byte[100]);
        String unpromised = id();
        Files.write(away.resolve(".tmp." + unpromised), new byte[1]);

        Files.move(away, store.root().resolve("zk1"));

        await().atMost(LIMIT).until(() -> room("zk1").available());
        assertThat(store.onDisk()).containsExactly(file.path());
        assertThat(store.openMigrations()).isEmpty();
    }

    @Test
    void whatIsMissingOtherwiseOrUnknownIsToldAndLeftAlone() throws Exception {
        StoredFile missing = store.stored("a.bin", new byte[100], "zk1");
        StoredFile shorter = store.stored("b.bin", new byte[100], "zk1");
        StoredFile whole = store.stored("c.bin", new byte[100], "zk1");
        Files.delete(store.root().resolve(missing.path()));
        Files.write(store.root().resolve(shorter.path()), new byte[1]);
        String orphan = id();
        put("zk1/" + orphan);

        restart();

        await().atMost(LIMIT).until(() -> store.operations().get(0).action().equals("reconcile"));
        OperationRow told = store.operations().get(0);
        assertThat(told.node()).isEqualTo("zk1");
        assertThat(told.status()).isEqualTo("failed");
        assertThat(told.details())
                .contains("\"missing\":1", "\"missingIds\":[\"" + missing.id() + "\"]")
                .contains("\"otherLength\":1", "\"otherLengthIds\":[\"" + shorter.id() + "\"]")
                .contains("\"unknown\":1", "\"unknownIds\":[\"" + orphan + "\"]");
        assertThat(store.onDisk()).containsExactlyInAnyOrder(shorter.path(), whole.path(), "zk1/" + orphan);
        assertThat(store.rows()).hasSize(3);
    }

    private NodeRoom room(String node) {
        return done(store.bus.request(FileTopics.ROOM, new AskStorage()))
                .nodes()
                .get(node);
    }

    private static MigrationRow intent(StoredFile file) {
        return new MigrationRow(
                0,
                1,
                file.id(),
                file.name(),
                "zk1",
                "zk2",
                file.path(),
                "zk2/" + file.id(),
                file.sizeBytes(),
                file.sha256(),
                "intent",
                "migrate",
                null,
                Instant.EPOCH,
                null);
    }

    private static String id() {
        return UUID.randomUUID().toString();
    }

    private String put(String path) throws IOException {
        Files.write(store.root().resolve(path), new byte[] {1});
        return path;
    }
}
