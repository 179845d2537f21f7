package io.conclave.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.conclave.bus.Json;
import io.conclave.files.DoomedProgram.Deed;
import io.conclave.storage.FailPoint;
import io.conclave.storage.FailPoints;
import io.conclave.storage.LocalDisk;
import io.conclave.store.FileRow;
import io.conclave.store.OutboxRow;
import io.conclave.testing.SharedClasses;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A process is ended at each fail-point of an upload, a migration and a deletion, with and without a loss of power, and
 * again while it recovers. After the next start disk, database and outbox agree, and the change was made or was not.
 */
class MigrationCrashIT {

    private static final Set<FailPoint> UPLOAD = EnumSet.range(FailPoint.UPLOAD_LINKED, FailPoint.UPLOAD_RECORDED);
    private static final Set<FailPoint> MOVE = EnumSet.range(FailPoint.JOURNALLED, FailPoint.CLOSED);
    private static final Set<FailPoint> DELETE = EnumSet.range(FailPoint.DELETE_DOOMED, FailPoint.DELETE_ERASED);
    private static final Set<FailPoint> RECOVERY =
            EnumSet.range(FailPoint.RECOVERY_BYTES_SETTLED, FailPoint.RECOVERY_SWEPT);

    @TempDir
    static Path shared;

    private static SharedClasses classes;

    @TempDir
    Path folder;

    @BeforeAll
    static void packClasses() {
        classes = new SharedClasses(shared);
    }

    static Stream<Arguments> deaths() {
        return Stream.of(false, true).flatMap(powerLoss -> Stream.of(
                        UPLOAD.stream().map(point -> Arguments.of(Deed.UPLOAD, point, powerLoss)),
                        MOVE.stream().map(point -> Arguments.of(Deed.MOVE, point, powerLoss)),
                        DELETE.stream().map(point -> Arguments.of(Deed.DELETE, point, powerLoss)))
                .flatMap(all -> all));
    }

    @ParameterizedTest
    @MethodSource("deaths")
    void processThatDiesAnywhereLeavesAllOldOrAllNew(Deed deed, FailPoint point, boolean powerLoss) throws Exception {
        die(deed, point, powerLoss);

        assertAgreement(deed, point);
    }

    static Stream<Arguments> deathsInRecovery() {
        return Stream.of(FailPoint.COPIED, FailPoint.RENAMED, FailPoint.COMMITTED, FailPoint.SOURCE_DELETED)
                .flatMap(first -> RECOVERY.stream().map(second -> Arguments.of(first, second)));
    }

    @ParameterizedTest
    @MethodSource("deathsInRecovery")
    void recoveryThatDiesItselfIsRepeatedToTheSameEnd(FailPoint first, FailPoint second) throws Exception {
        die(Deed.MOVE, first, false);
        die(Deed.RECOVER, second, true);

        assertAgreement(Deed.MOVE, first);
    }

    private void die(Deed deed, FailPoint point, boolean powerLoss) throws Exception {
        Path log = folder.resolve("program.log");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC"));
        command.addAll(classes.arguments());
        command.addAll(List.of(
                DoomedProgram.class.getName(),
                folder.toString(),
                deed.name(),
                point.name(),
                Boolean.toString(powerLoss)));
        Process program = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(program.exitValue())
                    .as("%s did not come to %s:%n%s", deed, point, Files.readString(log))
                    .isEqualTo(DoomedProgram.KILLED);
        } finally {
            program.destroyForcibly();
        }
    }

    private void assertAgreement(Deed deed, FailPoint point) throws Exception {
        try (FileStore store = new FileStore(folder, new LocalDisk(), FailPoints.OFF).start()) {
            List<FileRow> rows = store.rows();
            assertThat(rows)
                    .filteredOn(row -> row.name().equals("subject.bin"))
                    .extracting(FileRow::node)
                    .isEqualTo(expected(deed, point));
            assertThat(rows)
                    .filteredOn(row -> row.name().equals("bystander.bin"))
                    .hasSize(1);
            assertThat(store.onDisk()).isEqualTo(store.promised());
            for (FileRow row : rows) {
                assertThat(store.root().resolve(row.path())).hasBinaryContent(DoomedProgram.BYTES);
            }
            assertThat(store.openMigrations()).isEmpty();
            assertThat(znodes(store))
                    .isEqualTo(rows.stream().collect(java.util.stream.Collectors.toMap(FileRow::id, FileRow::node)));
            assertThat(store.operations())
                    .filteredOn(operation -> operation.action().equals("auto_migrate")
                            && operation.status().equals("ok"))
                    .hasSize((int) rows.stream()
                            .filter(row -> Json.parse(row.history()).size() > 1)
                            .count());
        }
    }

    /** On which nodes the subject must be: all-old before the commit, all-new from it on. */
    private static List<String> expected(Deed deed, FailPoint point) {
        return switch (deed) {
            case UPLOAD -> point == FailPoint.UPLOAD_RECORDED ? List.of("zk1") : List.of();
            case MOVE -> List.of(point.compareTo(FailPoint.COMMITTED) < 0 ? "zk1" : "zk2");
            case DELETE -> point == FailPoint.DELETE_DOOMED ? List.of("zk1") : List.of();
            case RECOVER -> throw new IllegalArgumentException("recovery changes nothing itself");
        };
    }

    /** What the znodes will say when the outbox is applied: the node of each file. */
    private static Map<String, String> znodes(FileStore store) {
        Map<String, String> nodes = new HashMap<>();
        for (OutboxRow write : store.outbox()) {
            if (write.kind() == OutboxRow.Kind.PUT) {
                nodes.put(
                        write.fileId(), Json.parse(write.payload()).get("node").asText());
            } else {
                nodes.remove(write.fileId());
            }
        }
        return nodes;
    }
}
