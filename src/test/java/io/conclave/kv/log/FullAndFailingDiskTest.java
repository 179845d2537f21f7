package io.conclave.kv.log;

import static io.conclave.kv.log.TestLog.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults 4, 5 and 6. */
class FullAndFailingDiskTest {

    @TempDir
    Path folder;

    @TempDir
    Path attic;

    private FaultyFiles files;

    @BeforeEach
    void useFaultyFiles() {
        files = new FaultyFiles(attic);
    }

    @Test
    void aDiskThatIsFullAtAnyByteStopsWritesAndNothingElseUntilThereIsRoom() throws IOException {
        for (int room = 0; room < 700; room += 3) {
            Path own = folder.resolve("room" + room);
            List<String> keys;
            try (TestLog log = TestLog.open(own, files, FailPoints.OFF)) {
                log.commit("before", "it was full");
                leaveRoom(log, room);
                keys = fill(log);
                assertThat(log.log().unwritable()).isPresent();
                assertThat(log.log().unwritable().get().isForGood()).isFalse();
                assertThat(KvLogTest.keys(log)).isEqualTo(keys);
                assertThat(log.log().probe()).isFalse();
                assertThatThrownBy(() -> log.commit("still", "full")).isInstanceOf(UnwritableLogException.class);
                files.room(Long.MAX_VALUE);
                assertThat(log.log().probe()).isTrue();
                log.commit("zafter", "there was room");
                assertThat(KvLogTest.keys(log)).containsAll(keys).hasSize(keys.size() + 1);
            }
            try (TestLog log = TestLog.open(own, files, FailPoints.OFF)) {
                log.log().apply(Long.MAX_VALUE, AppliedRecords.NOBODY);
                assertThat(KvLogTest.keys(log))
                        .as("room for %d bytes", room)
                        .containsAll(keys)
                        .hasSize(keys.size() + 1);
            }
        }
    }

    /** Cuts off the room that was taken ahead, so that the disk is full within the next batches. */
    private void leaveRoom(TestLog log, int room) throws IOException {
        log.append(put("uncommitted", "1", 2));
        log.log().truncateAfter(1);
        files.room(room);
    }

    /** Writes until the disk is full, and gives what was committed. */
    private static List<String> fill(TestLog log) throws IOException {
        for (int i = 0; ; i++) {
            List<String> keys = KvLogTest.keys(log);
            long position = log.log().lastPosition();
            try {
                log.commit("key" + i, "a value");
            } catch (UnwritableLogException e) {
                assertThat(log.log().lastPosition()).isEqualTo(position);
                return keys;
            }
        }
    }

    @Test
    void whatWasAppendedBeforeTheDiskWasFullCanStillBeSynced() throws IOException {
        try (TestLog log = TestLog.open(folder, files, FailPoints.OFF)) {
            log.append(put("a", "1", 1));
            leaveNoRoom(log);
            assertThatThrownBy(() -> log.append(put("b", "2", 2))).isInstanceOf(UnwritableLogException.class);
            log.log().sync();
            assertThat(log.log().durablePosition()).isEqualTo(1);
        }
    }

    private void leaveNoRoom(TestLog log) throws IOException {
        log.append(put("x", "1", 2));
        log.log().truncateAfter(1);
        files.room(0);
    }

    @Test
    void aSyncThatFailsIsNeverTriedAgainAndNothingIsWrittenAnyMore() throws IOException {
        TestLog log = TestLog.open(folder, files, FailPoints.OFF);
        log.commit("a", "1");
        log.append(put("a", "2", 2));
        files.syncsFail(true);
        UnwritableLogException first = catchThrowableOfType(
                UnwritableLogException.class, () -> log.log().sync());
        assertThat(first.isForGood()).isTrue();
        files.syncsFail(false);
        assertThatThrownBy(() -> log.log().sync()).isInstanceOf(UnwritableLogException.class);
        assertThatThrownBy(() -> log.append(put("a", "3", 3))).isInstanceOf(UnwritableLogException.class);
        assertThat(log.log().probe()).isFalse();
        assertThat(log.log().durablePosition()).isEqualTo(1);
        assertThat(log.get("a")).as("what is committed is still read").isEqualTo("1");
        log.close();
        try (TestLog anew = TestLog.open(folder)) {
            anew.log().apply(1, AppliedRecords.NOBODY);
            assertThat(anew.get("a")).isEqualTo("1");
        }
    }

    @Test
    void aCompactionThatFindsNoRoomLeavesTheLogAsItWas() throws IOException {
        try (TestLog log = TestLog.open(folder, files, FailPoints.OFF)) {
            for (int i = 0; i < 100; i++) {
                log.commit("key" + i, "value");
            }
            List<String> keys = KvLogTest.keys(log);
            files.room(0);
            try (Compaction compaction = log.log().compact()) {
                assertThatThrownBy(compaction::copy).isInstanceOf(IOException.class);
            }
            assertThat(folder.resolve("log.compacted")).doesNotExist();
            log.commit("on", "it goes in the room that was taken ahead");
            files.room(Long.MAX_VALUE);
            CompactionTest.compact(log);
            assertThat(KvLogTest.keys(log)).containsAll(keys).hasSize(101);
        }
    }
}
