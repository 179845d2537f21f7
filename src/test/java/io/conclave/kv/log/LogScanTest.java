package io.conclave.kv.log;

import static io.conclave.kv.log.TestLog.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs that are read in many windows, ahead of the one who builds the index. */
class LogScanTest {

    private static final int RECORDS = 3_000;
    private static final int VALUE_BYTES = 3_001;

    @TempDir
    Path folder;

    @TempDir
    Path attic;

    private Path file;
    private long place;

    @BeforeEach
    void writeALog() throws IOException {
        file = folder.resolve("log");
        try (TestLog log = TestLog.open(folder)) {
            String value = "v".repeat(VALUE_BYTES);
            for (int i = 1; i <= RECORDS; i++) {
                log.append(put("key-" + i, value + i, i));
                if (i % 100 == 0) {
                    log.log().sync();
                    log.log().apply(i, AppliedRecords.NOBODY);
                }
            }
            // The largest that there are, so that windows end within them.
            log.commit(put("k".repeat(1_024), "w".repeat(1 << 20), RECORDS + 1));
            log.commit(put("last", "one", RECORDS + 2));
        }
        place = 2L * CheckedWindows.WINDOW_BYTES + 1_234;
        assertThat(Files.size(file)).isGreaterThan(4L * CheckedWindows.WINDOW_BYTES);
    }

    @Test
    void everyRecordOfEveryWindowIsFound() throws IOException {
        try (TestLog log = TestLog.open(folder)) {
            assertThat(log.log().figures().keys()).isEqualTo(RECORDS + 2);
            for (int i = 1; i <= RECORDS; i++) {
                assertThat(log.get("key-" + i))
                        .hasSize(VALUE_BYTES + String.valueOf(i).length())
                        .endsWith("v" + i);
            }
            assertThat(log.get("k".repeat(1_024))).hasSize(1 << 20);
            assertThat(log.get("last")).isEqualTo("one");
        }
        assertThat(readers()).isEmpty();
    }

    @Test
    void aBitThatFlippedInALaterWindowIsDamage() throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(place);
            int before = bytes.read();
            bytes.seek(place);
            bytes.write(before ^ 16);
        }
        try (TestLog log = TestLog.open(folder)) {
            CorruptLogException damage = log.log().damage().orElseThrow();
            assertThat(damage).hasMessageContaining("a wrong CRC");
            assertThat(damage.at()).isBetween(place - VALUE_BYTES - 100, place);
        }
        assertThat(readers()).isEmpty();
    }

    @Test
    void aFileThatEndsInALaterWindowLosesItsTornTailAndGoesOn() throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.setLength(place);
        }
        long kept;
        try (TestLog log = TestLog.open(folder)) {
            log.log().apply(Long.MAX_VALUE, AppliedRecords.NOBODY);
            kept = log.log().lastPosition();
            assertThat(log.log().damage()).isEmpty();
            assertThat(kept).isBetween(1_300L, 1_400L);
            assertThat(log.get("key-" + kept)).endsWith("v" + kept);
            assertThat(log.get("key-" + (kept + 1))).isNull();
            log.commit("after", "the end");
        }
        try (TestLog log = TestLog.open(folder)) {
            log.log().apply(Long.MAX_VALUE, AppliedRecords.NOBODY);
            assertThat(log.get("after")).isEqualTo("the end");
            assertThat(log.log().figures().keys()).isEqualTo(kept + 1);
        }
    }

    @Test
    void aReadThatFailsInALaterWindowIsToldAndNobodyReadsOn() {
        FaultyFiles files = new FaultyFiles(attic);
        files.readsFailFrom(place);
        assertThatThrownBy(() -> TestLog.open(folder, files, FailPoints.OFF))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Input/output error");
        assertThat(readers()).isEmpty();
    }

    private static Set<String> readers() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.equals("kv-log-scan"))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
