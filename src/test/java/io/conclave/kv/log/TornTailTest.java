package io.conclave.kv.log;

import static io.conclave.kv.log.TestLog.put;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults 17, 19 and 20: what a crash leaves at the end of the log is cut off, and nothing else. */
class TornTailTest {

    @TempDir
    Path folder;

    @TempDir
    Path attic;

    private final List<Integer> ends = new ArrayList<>();
    private final List<List<String>> states = new ArrayList<>();
    private Path file;
    private byte[] whole;

    @BeforeEach
    void writeALog() throws IOException {
        file = folder.resolve("log");
        try (TestLog log = open()) {
            for (int i = 1; i <= 6; i++) {
                log.commit(put("key" + i, "value" + i, i), put("all", "value" + i, i));
                ends.add((int) log.log().figures().logBytes());
                states.add(KvLogTest.keys(log));
            }
        }
        whole = Arrays.copyOf(Files.readAllBytes(file), ends.get(5));
    }

    @Test
    void aLogThatIsCutAtAnyByteOfItsLastThreeBatchesKeepsAllBatchesThatAreWhole() throws IOException {
        for (int length = ends.get(2); length <= whole.length; length++) {
            int cutAt = length;
            Files.write(file, Arrays.copyOf(whole, length));
            long batches = ends.stream().filter(end -> end <= cutAt).count();
            try (TestLog log = open()) {
                log.log().apply(Long.MAX_VALUE, AppliedRecords.NOBODY);
                assertThat(KvLogTest.keys(log)).as("cut at %d", length).isEqualTo(states.get((int) batches - 1));
                long mark = length - ends.get((int) batches - 1) >= Layout.MARK_BYTES ? Layout.MARK_BYTES : 0;
                assertThat(log.log().figures().cutBytes())
                        .as("cut at %d", length)
                        .isEqualTo(withoutZeros(length) - ends.get((int) batches - 1) - mark);
                log.commit("after", "the crash");
            }
            try (TestLog log = open()) {
                assertThat(log.get("after")).as("cut at %d", length).isEqualTo("the crash");
            }
        }
    }

    private long withoutZeros(int length) {
        int end = length;
        while (whole[end - 1] == 0) {
            end--;
        }
        return Math.max(
                end,
                ends.stream().filter(at -> at <= length).max(Integer::compare).orElseThrow());
    }

    @Test
    void aCommitMarkerWhoseBatchIsNotWhollyOnTheDiskIsWorthNothing() throws IOException {
        int begin = ends.get(4) + Layout.MARK_BYTES;
        for (int torn = begin; torn < whole.length - Layout.COMMIT_BYTES; torn += 7) {
            byte[] bytes = whole.clone();
            Arrays.fill(bytes, torn, Math.min(torn + 16, whole.length - Layout.COMMIT_BYTES), (byte) 0);
            Files.write(file, bytes);
            try (TestLog log = open()) {
                log.log().apply(Long.MAX_VALUE, AppliedRecords.NOBODY);
                boolean same = Arrays.equals(bytes, whole);
                assertThat(KvLogTest.keys(log)).as("torn at %d", torn).isEqualTo(states.get(same ? 5 : 4));
            }
        }
    }

    @Test
    void batchesOfTheSameSyncThatTheDiskWroteInAnotherOrderAreATornTailAndNoDamage() throws IOException {
        Files.write(file, whole);
        int begin;
        try (TestLog log = open()) {
            log.append(put("x", "1", 7));
            begin = (int) log.log().figures().logBytes();
            log.append(put("x", "2", 8));
            log.append(put("x", "3", 9));
        }
        byte[] bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, begin + 30, begin + 40, (byte) 0);
        int end = bytes.length - Layout.MARK_BYTES;
        Files.write(file, Arrays.copyOf(bytes, end));
        try (TestLog log = open()) {
            assertThat(log.log().damage()).isEmpty();
            assertThat(log.log().lastPosition()).isEqualTo(13);
            assertThat(log.log().figures().cutBytes()).isEqualTo(end - begin);
        }
    }

    @Test
    void whatWasCutOffDoesNotComeBackBehindABatchThatEndsWhereItBegan() throws IOException {
        Files.write(file, whole);
        String large = "v".repeat(300_000);
        int begin;
        try (TestLog log = open()) {
            begin = (int) log.log().figures().logBytes();
            log.append(put("x", "torn" + large, 7));
            log.append(put("y", "never committed", 8));
        }
        byte[] bytes = Files.readAllBytes(file);
        bytes[begin + Layout.MARK_BYTES + 100] ^= 1;
        Files.write(file, Arrays.copyOf(bytes, bytes.length - Layout.MARK_BYTES));
        byte[] after;
        try (TestLog log = open()) {
            assertThat(log.log().lastPosition()).isEqualTo(12);
            // The sync mark before the torn batch is kept, and another one comes after it.
            log.append(put("x", "anew" + large.substring(Layout.MARK_BYTES), 7));
            log.log().sync();
            after = Files.readAllBytes(file);
        }
        Files.write(file, after);
        try (TestLog log = open()) {
            assertThat(log.log().lastPosition()).isEqualTo(13);
        }
    }

    @Test
    void aLengthThatMakesNoSenseAtTheEndIsCutAndNeverAllocated() throws IOException {
        for (int length :
                new int[] {-1, Integer.MIN_VALUE, 0, 1, Layout.BODY - 1, Layout.MAX_RECORD_BYTES + 1, Integer.MAX_VALUE
                }) {
            byte[] bytes = whole.clone();
            ByteBuffer.wrap(bytes).putInt(ends.get(4) + Layout.MARK_BYTES + Layout.LENGTH, length);
            Files.write(file, bytes);
            try (TestLog log = open()) {
                assertThat(log.log().damage()).isEmpty();
                assertThat(log.log().lastPosition()).as("length %d", length).isEqualTo(10);
            }
        }
    }

    @Test
    void aValueThatLooksLikeASyncMarkMakesNoDamageOfATornTail() throws IOException {
        Files.write(file, whole);
        byte[] mark = Arrays.copyOfRange(whole, ends.get(4), ends.get(4) + Layout.MARK_BYTES);
        int begin;
        try (TestLog log = open()) {
            begin = (int) log.log().figures().logBytes();
            log.append(new LogRecord.Put(TestLog.bytes("x"), mark, 7, null));
            log.append(new LogRecord.Put(TestLog.bytes("y"), mark, 8, null));
        }
        byte[] bytes = Files.readAllBytes(file);
        bytes[begin + Layout.MARK_BYTES + 20] ^= 1;
        Files.write(file, Arrays.copyOf(bytes, bytes.length - Layout.MARK_BYTES));
        try (TestLog log = open()) {
            assertThat(log.log().damage()).isEmpty();
            assertThat(log.log().lastPosition()).isEqualTo(12);
        }
    }

    private TestLog open() throws IOException {
        return TestLog.open(folder, new FaultyFiles(attic), FailPoints.OFF);
    }
}
