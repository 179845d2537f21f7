package io.conclave.kv.log;

import static io.conclave.kv.log.TestLog.bytes;
import static io.conclave.kv.log.TestLog.delete;
import static io.conclave.kv.log.TestLog.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KvLogTest {

    @TempDir
    Path folder;

    @Test
    void whatIsCommittedIsReadAndIsThereAfterAReopening() throws IOException {
        try (TestLog log = TestLog.open(folder)) {
            log.commit("a", "1");
            log.commit(put("b", "2", 2), put("a", "3", 3), delete("c", 4));
            assertThat(log.get("a")).isEqualTo("3");
            assertThat(log.get("c")).isNull();
            assertThat(log.log().version(bytes("b"))).isEqualTo(2);
        }
        try (TestLog log = TestLog.open(folder)) {
            log.log().apply(4, AppliedRecords.NOBODY);
            assertThat(log.get("a")).isEqualTo("3");
            assertThat(log.get("b")).isEqualTo("2");
            assertThat(log.log().lastPosition()).isEqualTo(4);
            assertThat(log.log().lastVersion()).isEqualTo(4);
            assertThat(log.log().lastEpoch()).isEqualTo(1);
            log.commit("d", "5");
            assertThat(log.get("d")).isEqualTo("5");
        }
    }

    @Test
    void whatIsAppendedIsNotReadBeforeItIsApplied() throws IOException {
        try (TestLog log = TestLog.open(folder)) {
            log.append(put("a", "1", 1), put("a", "2", 2));
            log.log().sync();
            assertThat(log.get("a")).isNull();
            log.log().apply(1, AppliedRecords.NOBODY);
            assertThat(log.get("a")).isEqualTo("1");
            log.log().apply(9, AppliedRecords.NOBODY);
            assertThat(log.get("a")).isEqualTo("2");
        }
    }

    @Test
    void aRunOfAnothersLogIsTakenOverByteForByte(@TempDir Path other) throws IOException {
        try (TestLog primary = TestLog.open(folder);
                TestLog standby = TestLog.open(other)) {
            for (int i = 0; i < 500; i++) {
                primary.commit(put("key" + i % 50, "value" + i, i + 1), delete("key" + i % 7, i + 1));
            }
            LogCursor cursor = primary.log().cursor(0);
            for (LogCursor.Run run = cursor.next(4000); !run.isEmpty(); run = cursor.next(4000)) {
                assertThat(standby.log().append(ByteBuffer.wrap(run.bytes()))).isEqualTo(run.last());
            }
            standby.log().sync();
            standby.log().apply(1000, AppliedRecords.NOBODY);
            assertThat(keys(standby)).isEqualTo(keys(primary)).isNotEmpty();
            cursor.close();
        }
    }

    @Test
    void scansGoPageByPageInTheOrderOfUnsignedBytes() throws IOException {
        try (TestLog log = TestLog.open(folder)) {
            log.commit(
                    new LogRecord.Put(new byte[] {(byte) 0x80}, new byte[0], 1, null),
                    new LogRecord.Put(new byte[] {0x7f}, new byte[0], 2, null),
                    put("p1", "1", 3),
                    put("p2", "2", 4),
                    put("p3", "3", 5),
                    put("q", "4", 6));
            ScanPage all = log.log().scan(new byte[0], new byte[0], 10, true, Long.MAX_VALUE);
            assertThat(all.rows().get(5).key()).containsExactly(0x80);
            assertThat(all.more()).isFalse();
            ScanPage first = log.log().scan(bytes("p"), new byte[0], 2, false, Long.MAX_VALUE);
            assertThat(first.rows())
                    .extracting(row -> new String(row.key(), StandardCharsets.UTF_8))
                    .containsExactly("p1", "p2");
            assertThat(first.more()).isTrue();
            ScanPage second = log.log().scan(bytes("p"), bytes("p2"), 2, false, Long.MAX_VALUE);
            assertThat(second.rows()).hasSize(1);
            assertThat(second.more()).isFalse();
            assertThat(log.log().scan(bytes("p"), new byte[0], 9, false, 1).rows())
                    .hasSize(1);
        }
    }

    @Test
    void aDivergentTailIsCutAndOtherRecordsTakeItsPositions() throws IOException {
        try (TestLog log = TestLog.open(folder)) {
            log.commit("a", "1");
            log.append(put("a", "2", 2));
            log.epoch(2);
            log.append(put("a", "3", 3), put("b", "3", 4));
            log.log().sync();
            assertThat(log.log().epochs()).containsExactly(new EpochStart(1, 1), new EpochStart(2, 3));
            assertThatThrownBy(() -> log.log().truncateAfter(0)).isInstanceOf(IllegalArgumentException.class);
            assertThat(log.log().truncateAfter(3)).isEqualTo(2);
            assertThat(log.log().lastEpoch()).isEqualTo(1);
            assertThat(log.log().lastVersion()).isEqualTo(2);
            log.epoch(3);
            log.commit("c", "4");
        }
        try (TestLog log = TestLog.open(folder)) {
            log.log().apply(9, AppliedRecords.NOBODY);
            assertThat(keys(log)).containsExactly("a=2@2", "c=4@3");
        }
    }

    @Test
    void keysOfPurgedArcsGo() throws IOException {
        try (TestLog log = TestLog.open(folder)) {
            for (int i = 0; i < 100; i++) {
                log.commit("key" + i, "v");
            }
            List<Arc> arcs = List.of(new Arc(0xC000_0000L, 0x4000_0000L));
            int on = log.log()
                    .scanArcs(arcs, new byte[0], 1000, Long.MAX_VALUE)
                    .rows()
                    .size();
            assertThat(on).isBetween(30, 70);
            log.commit(new LogRecord.Purge(arcs));
            assertThat(log.log()
                            .scanArcs(arcs, new byte[0], 1000, Long.MAX_VALUE)
                            .rows())
                    .isEmpty();
            assertThat(log.log().figures().keys()).isEqualTo(100 - on);
        }
    }

    @Test
    void aPromiseIsKept() throws IOException {
        try (TestLog log = TestLog.open(folder)) {
            log.log().promise(7);
            log.log().promise(5);
            assertThat(log.log().promisedEpoch()).isEqualTo(7);
        }
        try (TestLog log = TestLog.open(folder)) {
            assertThat(log.log().promisedEpoch()).isEqualTo(7);
        }
    }

    /** All that is there, as {@code key=value@version}. */
    static List<String> keys(TestLog log) throws IOException {
        List<String> keys = new ArrayList<>();
        for (ScanPage.Row row : log.log()
                .scan(new byte[0], new byte[0], Integer.MAX_VALUE, false, Long.MAX_VALUE)
                .rows()) {
            keys.add(new String(row.key(), StandardCharsets.UTF_8) + "="
                    + new String(row.value(), StandardCharsets.UTF_8) + "@" + row.version());
        }
        return keys;
    }
}
