package io.conclave.files;

import static io.conclave.testing.Answers.done;
import static io.conclave.testing.Answers.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.conclave.audit.Action;
import io.conclave.bus.Problem;
import io.conclave.storage.FailPoints;
import io.conclave.storage.LocalDisk;
import io.conclave.store.FileCount;
import io.conclave.store.FileSort;
import io.conclave.store.OperationRow;
import io.conclave.store.OutboxRow;
import io.conclave.store.SortOrder;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the files' keeper promises on a disk that works. */
class FilesVerticleTest {

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

    @Test
    void uploadedBytesComeBackAndRowOutboxAuditAndChangeTellOfThem() throws Exception {
        byte[] bytes = random(3_000_000);

        UploadedFile uploaded = done(store.upload("🦊 photo.jpg", bytes));

        StoredFile file = uploaded.file();
        assertThat(file.name()).isEqualTo("🦊 photo.jpg");
        assertThat(file.sizeBytes()).isEqualTo(bytes.length);
        assertThat(file.history()).extracting(HistoryEntry::action).containsExactly("upload");
        assertThat(store.find(file.id())).isEqualTo(file);
        assertThat(content(file.id())).isEqualTo(bytes);
        assertThat(store.onDisk()).containsExactly(file.path());
        assertThat(store.outbox())
                .extracting(OutboxRow::kind, OutboxRow::fileId)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(OutboxRow.Kind.PUT, file.id()));
        assertThat(store.operations())
                .extracting(OperationRow::action, OperationRow::status)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("upload", "ok"));
        await().untilAsserted(() -> assertThat(store.told).containsExactly(new FileChange.Added(file)));
    }

    @Test
    void emptyFileIsKept() throws Exception {
        StoredFile file = done(store.upload("empty.bin", new byte[0])).file();

        assertThat(file.sizeBytes()).isZero();
        assertThat(content(file.id())).isEmpty();
    }

    @Test
    void movedFileIsWithItsNewNodeAloneAndSoSayAllThatTellOfIt() throws Exception {
        byte[] bytes = random(200_000);
        StoredFile file = store.stored("a.bin", bytes, "zk1");

        MoveOutcome outcome = done(store.move(file, "zk3"));

        StoredFile moved = store.find(file.id());
        assertThat(outcome).isEqualTo(new MoveOutcome.Moved(file.id(), 1));
        assertThat(moved.node()).isEqualTo("zk3");
        assertThat(moved.history()).extracting(HistoryEntry::action).containsExactly("upload", "auto_migrate");
        assertThat(store.onDisk()).containsExactly("zk3/" + file.id());
        assertThat(content(file.id())).isEqualTo(bytes);
        assertThat(store.outbox()).hasSize(2);
        assertThat(store.operations()).extracting(OperationRow::action).containsExactly("auto_migrate", "upload");
        assertThat(store.openMigrations()).isEmpty();
        await().untilAsserted(() -> assertThat(store.told)
                .filteredOn(MigrationEvent.class::isInstance)
                .extracting(event -> ((MigrationEvent) event).step())
                .containsExactly(
                        MigrationStep.PLANNED, MigrationStep.COPIED, MigrationStep.COMMITTED, MigrationStep.DONE));
        assertThat(store.told).contains(new FileChange.Moved(moved, "zk1"));
    }

    @Test
    void openFileIsReadToItsEndThoughItIsMovedAndDeletedMeanwhile() throws Exception {
        byte[] bytes = random(500_000);
        StoredFile file = store.stored("a.bin", bytes, "zk1");
        FileContent content = done(store.verticle.open(file.id()));

        done(store.move(file, "zk2"));
        done(store.bus.request(FileTopics.DELETE, new DeleteFile(file.id(), "rest")));

        assertThat(read(content)).isEqualTo(bytes);
        assertThat(store.onDisk()).isEmpty();
    }

    @Test
    void deletedFileIsGoneFromDiskDatabaseAndOutboxOrder() {
        StoredFile file = store.stored("a.bin", random(10), "zk1");

        StoredFile deleted = done(store.bus.request(FileTopics.DELETE, new DeleteFile(file.id(), "rest")));

        assertThat(deleted).isEqualTo(file);
        assertThat(store.onDisk()).isEmpty();
        assertThat(store.rows()).isEmpty();
        assertThat(store.outbox())
                .extracting(OutboxRow::kind)
                .containsExactly(OutboxRow.Kind.PUT, OutboxRow.Kind.DELETE);
        assertThat(problem(store.bus.request(FileTopics.DELETE, new DeleteFile(file.id(), "rest")))
                        .status())
                .isEqualTo(404);
        assertThat(problem(store.verticle.open(file.id())).status()).isEqualTo(404);
    }

    @Test
    void generatedFilesAreOneOperationAndEachIsWhole() {
        FilesCreated created = done(store.bus.request(
                FileTopics.GENERATE, new GenerateFiles(100, 1_000, null, "bulk-", Action.BULK_GENERATE, "rest")));

        assertThat(created.created()).isEqualTo(100);
        assertThat(created.stopped()).isNull();
        assertThat(created.perNode()).isEqualTo(Map.of("zk1", 34, "zk2", 33, "zk3", 33));
        assertThat(created.ids()).hasSize(100);
        assertThat(store.onDisk()).hasSize(100).isEqualTo(store.promised());
        assertThat(store.operations()).extracting(OperationRow::action).containsExactly("bulk_generate");
        await().untilAsserted(
                        () -> assertThat(store.operations().get(0).status()).isEqualTo("ok"));
    }

    @Test
    void pagesFollowTheCursorToTheOldestFileWithoutGapOrTwin() {
        done(store.bus.request(
                FileTopics.GENERATE, new GenerateFiles(23, 1, null, "bulk-", Action.BULK_GENERATE, "rest")));
        List<String> ids = new ArrayList<>();
        String cursor = null;
        do {
            FilePage page = done(store.bus.request(FileTopics.LIST, new ListFiles(10, cursor, null, null, null, null)));
            page.files().forEach(file -> ids.add(file.id()));
            cursor = page.nextCursor();
        } while (cursor != null);

        List<String> newestFirst = new ArrayList<>(
                store.rows().stream().map(io.conclave.store.FileRow::id).toList());
        java.util.Collections.reverse(newestFirst);
        assertThat(ids).isEqualTo(newestFirst);
    }

    @Test
    void cursorOfAnotherOrderOrOfNobodyIsRefusedWithItsValue() {
        done(store.bus.request(
                FileTopics.GENERATE, new GenerateFiles(3, 1, null, "bulk-", Action.BULK_GENERATE, "rest")));
        FilePage bySize = done(
                store.bus.request(FileTopics.LIST, new ListFiles(2, null, null, null, FileSort.SIZE, SortOrder.ASC)));
        assertThat(bySize.matching()).isEqualTo(new FileCount(3, true));

        for (ListFiles bad : List.of(
                new ListFiles(2, bySize.nextCursor(), null, null, FileSort.SIZE, SortOrder.DESC),
                new ListFiles(2, bySize.nextCursor(), null, null, FileSort.UPDATED, SortOrder.ASC),
                new ListFiles(2, "nonsense", null, null, null, null),
                new ListFiles(2, "🦊", null, null, null, null))) {
            Problem problem = problem(store.bus.request(FileTopics.LIST, bad));
            assertThat(problem.status()).isEqualTo(400);
            assertThat(problem.field()).isEqualTo("cursor");
            assertThat(problem.value()).isEqualTo(bad.cursor());
            assertThat(problem.allowed()).contains("same sort and order");
        }
    }

    @Test
    void viewersAreToldOfEachFileThatCameMovedAndWent() {
        List<FileEvent> events = new java.util.concurrent.CopyOnWriteArrayList<>();
        store.bus.subscribe(FileTopics.EVENTS, event -> events.add(event.body()));
        StoredFile file = store.stored("a.bin", new byte[] {1, 2, 3}, "zk1");
        done(store.move(file, "zk3"));
        done(store.bus.request(FileTopics.DELETE, new DeleteFile(file.id(), "rest")));

        await().untilAsserted(() -> assertThat(events)
                .extracting(FileEvent::change, FileEvent::id, FileEvent::node, FileEvent::from)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(FileEventKind.ADDED, file.id(), "zk1", null),
                        org.assertj.core.groups.Tuple.tuple(FileEventKind.MOVED, file.id(), "zk3", "zk1"),
                        org.assertj.core.groups.Tuple.tuple(FileEventKind.REMOVED, file.id(), "zk3", null)));
    }

    private byte[] content(String id) {
        return read(done(store.verticle.open(id)));
    }

    private static byte[] read(FileContent content) {
        Buffer all = Buffer.buffer();
        for (Buffer piece = done(content.bytes().next());
                piece.length() > 0;
                piece = done(content.bytes().next())) {
            all.appendBuffer(piece);
        }
        content.bytes().close();
        return all.getBytes();
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
