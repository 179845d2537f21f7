package io.conclave.kv.log;

import static io.conclave.kv.log.TestLog.bytes;
import static io.conclave.kv.log.TestLog.delete;
import static io.conclave.kv.log.TestLog.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompactionTest {

    @TempDir
    Path folder;

    @TempDir
    Path other;

    @Test
    void whatIsNoLongerThereTakesUpNoRoomAfterwards() throws IOException {
        List<String> before;
        try (TestLog log = TestLog.open(folder)) {
            for (int i = 0; i < 300; i++) {
                log.commit(put("key" + i % 10, "value" + i, i + 1), delete("gone" + i % 10, i + 1));
            }
            before = KvLogTest.keys(log);
            long length = log.log().figures().logBytes();
            compact(log);
            assertThat(log.log().figures().logBytes()).isLessThan(length / 20);
            assertThat(log.log().figures().compactions()).isEqualTo(1);
            assertThat(KvLogTest.keys(log)).isEqualTo(before);
            assertThat(log.log().basePosition()).isEqualTo(600);
            log.commit("after", "it");
        }
        try (TestLog log = TestLog.open(folder)) {
            assertThat(log.get("after")).isEqualTo("it");
            assertThat(KvLogTest.keys(log)).containsAll(before).hasSize(11);
            assertThat(log.log().lastVersion()).isEqualTo(301);
            assertThat(log.log().lastPosition()).isEqualTo(601);
            assertThat(log.log().epochs()).containsExactly(new EpochStart(1, 1));
        }
    }

    @Test
    void writesGoOnBetweenAllItsSteps() throws IOException {
        List<String> before;
        try (TestLog log = TestLog.open(folder)) {
            for (int i = 0; i < 50; i++) {
                log.commit(put("key" + i % 10, "value" + i, i + 1));
            }
            log.append(put("key1", "pending at the begin", 51));
            try (Compaction compaction = log.log().compact()) {
                assertThat(compaction.position()).isEqualTo(50);
                log.append(put("key2", "before the copy", 52));
                log.log().sync();
                log.log().apply(51, AppliedRecords.NOBODY);
                compaction.copy();
                log.append(put("key3", "after the copy", 53), delete("key4", 54));
                assertThat(compaction.swap()).isTrue();
                assertThat(log.log().durablePosition()).isEqualTo(54);
                log.append(put("key5", "after the swap", 55));
                log.log().sync();
                log.log().apply(99, AppliedRecords.NOBODY);
                assertThat(KvLogTest.keys(log)).hasSize(9);
                compaction.settle();
            }
            before = KvLogTest.keys(log);
            assertThat(before)
                    .contains("key1=pending at the begin@51", "key3=after the copy@53", "key5=after the swap@55");
            log.log().cache().clear();
            assertThat(KvLogTest.keys(log)).isEqualTo(before);
        }
        try (TestLog log = TestLog.open(folder)) {
            assertThat(KvLogTest.keys(log)).isEqualTo(before);
            compact(log);
            compact(log);
            assertThat(KvLogTest.keys(log)).isEqualTo(before);
        }
        try (TestLog log = TestLog.open(folder)) {
            assertThat(KvLogTest.keys(log)).isEqualTo(before);
        }
    }

    @Test
    void aTruncationMeanwhileLeavesTheOldFile() throws IOException {
        try (TestLog log = TestLog.open(folder)) {
            log.commit("a", "1");
            log.append(put("a", "2", 2));
            try (Compaction compaction = log.log().compact()) {
                compaction.copy();
                log.log().truncateAfter(1);
                assertThat(compaction.swap()).isFalse();
                compaction.settle();
            }
            log.commit("b", "3");
            assertThat(KvLogTest.keys(log)).containsExactly("a=1@1", "b=3@2");
            compact(log);
        }
        try (TestLog log = TestLog.open(folder)) {
            assertThat(KvLogTest.keys(log)).containsExactly("a=1@1", "b=3@2");
        }
        assertThat(folder.resolve("log.compacted")).doesNotExist();
    }

    @Test
    void damageThatItComesAcrossIsNotCopied() throws IOException {
        try (TestLog log = TestLog.open(folder)) {
            for (int i = 0; i < 20; i++) {
                log.commit("key" + i, "a value that is there");
            }
            byte[] file = Files.readAllBytes(folder.resolve("log"));
            file[900] ^= 4;
            try (LogChannel channel = LogFileSystem.DISK.open(folder.resolve("log"))) {
                channel.write(ByteBuffer.wrap(file), 0);
            }
            try (Compaction compaction = log.log().compact()) {
                assertThatThrownBy(compaction::copy).isInstanceOf(CorruptLogException.class);
            }
            assertThat(log.log().damage()).isPresent();
        }
    }

    @Test
    void aStandbyThatIsBeingSentTheLogNoticesNothing() throws IOException {
        try (TestLog log = TestLog.open(folder);
                TestLog standby = TestLog.open(other);
                LogCursor cursor = log.log().cursor(0)) {
            for (int i = 0; i < 100; i++) {
                log.commit(put("key" + i % 3, "value" + i, i + 1));
                if (i == 10) {
                    assertThat(send(cursor, standby)).isEqualTo(11);
                }
                if (i % 40 == 39) {
                    compact(log);
                }
                if (i == 50 || i == 90) {
                    assertThat(send(cursor, standby)).isEqualTo(i + 1);
                }
            }
            assertThat(send(cursor, standby)).isEqualTo(100);
            standby.log().apply(100, AppliedRecords.NOBODY);
            assertThat(KvLogTest.keys(standby)).isEqualTo(KvLogTest.keys(log));
            try (LogCursor late = log.log().cursor(5)) {
                assertThatThrownBy(() -> late.next(1000)).isInstanceOf(TooOldException.class);
            }
        }
    }

    @Test
    void readersSeeEachKeyAtItsNewestWhileCompactionsAndWritesGoOn() throws Exception {
        int keys = 200;
        ExecutorService readers = Executors.newCachedThreadPool();
        AtomicBoolean over = new AtomicBoolean();
        AtomicLong[] committed = new AtomicLong[keys];
        try (TestLog log = TestLog.open(folder, new FaultyFiles(other), FailPoints.OFF)) {
            for (int i = 0; i < keys; i++) {
                committed[i] = new AtomicLong();
                log.commit("key" + i, "0");
            }
            List<Future<Long>> reads = new ArrayList<>();
            for (int r = 0; r < 2; r++) {
                reads.add(readers.submit(() -> readUntil(over, log, committed)));
            }
            for (int round = 1; round <= 30; round++) {
                try (Compaction compaction = log.log().compact()) {
                    Future<?> copying = readers.submit(() -> {
                        compaction.copy();
                        return null;
                    });
                    for (int i = 0; i < keys; i++) {
                        log.commit("key" + i, Integer.toString(round));
                        committed[i].set(round);
                    }
                    copying.get(20, TimeUnit.SECONDS);
                    assertThat(compaction.swap()).isTrue();
                    for (int i = 0; i < keys; i += 2) {
                        log.commit("key" + i, Integer.toString(round));
                    }
                    compaction.settle();
                }
            }
            over.set(true);
            for (Future<Long> read : reads) {
                assertThat(read.get(10, TimeUnit.SECONDS)).isGreaterThan(100);
            }
        } finally {
            over.set(true);
            readers.shutdownNow();
        }
    }

    private static long readUntil(AtomicBoolean over, TestLog log, AtomicLong[] committed) throws IOException {
        long reads = 0;
        while (!over.get()) {
            int i = (int) (reads++ * 7919 % committed.length);
            if (i % 10 == 0) {
                log.log().cache().clear();
            }
            long before = committed[i].get();
            assertThat(Long.parseLong(log.get("key" + i))).isGreaterThanOrEqualTo(before);
        }
        return reads;
    }

    @Test
    void sessionsAndEpochsAreKept() throws IOException {
        RequestIdentity first = new RequestIdentity(77, 5, 4);
        RequestIdentity second = new RequestIdentity(77, 6, 4);
        try (TestLog log = TestLog.open(folder)) {
            log.commit(new LogRecord.Epoch(1, 1));
            log.commit(
                    new LogRecord.Put(bytes("a"), bytes("1"), 1, first),
                    new LogRecord.Delete(bytes("b"), 2, false, first));
            log.epoch(3);
            log.commit(new LogRecord.Put(bytes("a"), bytes("2"), 3, second));
            compact(log);
            log.commit("z", "z");
        }
        try (TestLog log = TestLog.open(folder)) {
            Sessions sessions = log.log().sessions();
            assertThat(sessions.find(first))
                    .isEqualTo(new Sessions.Answered(
                            List.of(new SessionRow.KeyResult(true, 1), new SessionRow.KeyResult(false, 2))));
            assertThat(sessions.find(second))
                    .isEqualTo(new Sessions.Answered(List.of(new SessionRow.KeyResult(true, 3))));
            assertThat(sessions.find(new RequestIdentity(77, 3, 1))).isEqualTo(new Sessions.Stale());
            assertThat(log.log().epochs()).containsExactly(new EpochStart(1, 1), new EpochStart(3, 4));
        }
    }

    @Test
    void itIsDueOnceThereIsMuchInVain() throws IOException {
        String value = "v".repeat(1 << 20);
        try (TestLog log = TestLog.open(folder, new FaultyFiles(other), FailPoints.OFF)) {
            for (int i = 0; i < 15; i++) {
                log.commit("key", value);
                assertThat(log.log().isCompactionDue()).isFalse();
            }
            for (int i = 0; i < 5; i++) {
                log.commit("key", value);
            }
            assertThat(log.log().isCompactionDue()).isTrue();
            compact(log);
            assertThat(log.log().isCompactionDue()).isFalse();
        }
    }

    static void compact(TestLog log) throws IOException {
        try (Compaction compaction = log.log().compact()) {
            compaction.copy();
            assertThat(compaction.swap()).isTrue();
            compaction.settle();
        }
    }

    private static long send(LogCursor cursor, TestLog to) throws IOException {
        for (LogCursor.Run run = cursor.next(500); !run.isEmpty(); run = cursor.next(500)) {
            to.log().append(ByteBuffer.wrap(run.bytes()));
        }
        return to.log().lastPosition();
    }
}
