package io.conclave.kv.log;

import static io.conclave.kv.log.TestLog.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallationTest {

    @TempDir
    Path mine;

    @TempDir
    Path others;

    private final ByteBuffer sent = ByteBuffer.allocate(1 << 20);
    private long position;
    private List<String> keys;

    @BeforeEach
    void takeASnapshotWhileWritesGoOn() throws IOException {
        try (TestLog other = TestLog.open(others)) {
            for (int i = 0; i < 100; i++) {
                other.commit(put("key" + i % 20, "value" + i, i + 1));
            }
            CompactionTest.compact(other);
            other.commit("key1", "after the compaction");
            keys = KvLogTest.keys(other);
            other.append(put("key2", "not committed", 102));
            try (Snapshot snapshot = other.log().snapshot()) {
                other.log().sync();
                other.log().apply(102, AppliedRecords.NOBODY);
                CompactionTest.compact(other);
                other.commit("key3", "later");
                position = snapshot.position();
                ByteBuffer part = ByteBuffer.allocate(77);
                while (snapshot.read(part.clear()) > 0) {
                    sent.put(part.flip());
                }
                assertThat(sent.position()).isEqualTo((int) snapshot.totalBytes());
            }
            sent.flip();
        }
    }

    @Test
    void aSnapshotTakesThePlaceOfALogThatIsTooOld() throws IOException {
        try (TestLog log = TestLog.open(mine)) {
            log.commit("mine", "is gone");
            install(log);
            assertThat(position).isEqualTo(101);
            assertThat(KvLogTest.keys(log)).isEqualTo(keys);
            assertThat(log.log().lastPosition()).isEqualTo(101);
            assertThat(log.log().durablePosition()).isEqualTo(101);
            assertThat(log.log().check()).isEmpty();
            log.commit("on", "it goes");
        }
        try (TestLog log = TestLog.open(mine)) {
            assertThat(log.get("on")).isEqualTo("it goes");
            assertThat(KvLogTest.keys(log)).containsAll(keys).hasSize(21);
        }
    }

    @Test
    void aDamagedLogIsWholeAgainAfterwards() throws IOException {
        try (TestLog log = TestLog.open(mine)) {
            log.commit("a", "1");
            log.commit("b", "2");
        }
        byte[] bytes = Files.readAllBytes(mine.resolve("log"));
        bytes[LogFile.Head.BYTES + 50] ^= 1;
        Files.write(mine.resolve("log"), bytes);
        try (TestLog log = TestLog.open(mine)) {
            assertThat(log.log().damage()).isPresent();
            install(log);
            assertThat(log.log().damage()).isEmpty();
            assertThat(KvLogTest.keys(log)).isEqualTo(keys);
        }
    }

    @Test
    void aSnapshotThatCameWithAWrongByteIsRefusedAndTheLogStays() throws IOException {
        try (TestLog log = TestLog.open(mine)) {
            log.commit("mine", "stays");
            for (int at = 0; at < sent.limit(); at += 13) {
                byte[] bytes = sent.array().clone();
                bytes[at] ^= 16;
                try (Installation installation = log.log().install()) {
                    installation.write(ByteBuffer.wrap(bytes, 0, sent.limit()));
                    assertThatThrownBy(() -> installation.verify(position)).isInstanceOf(IOException.class);
                    assertThatThrownBy(installation::finish).isInstanceOf(IllegalStateException.class);
                }
            }
            assertThat(log.get("mine")).isEqualTo("stays");
            assertThat(mine.resolve("log.received")).doesNotExist();
        }
    }

    @Test
    void aSnapshotThatEndsEarlyIsRefused() throws IOException {
        try (TestLog log = TestLog.open(mine)) {
            for (int length = 0; length < sent.limit(); length += 11) {
                try (Installation installation = log.log().install()) {
                    installation.write(ByteBuffer.wrap(sent.array(), 0, length));
                    assertThatThrownBy(() -> installation.verify(position)).isInstanceOf(IOException.class);
                }
            }
        }
    }

    private void install(TestLog log) throws IOException {
        try (Installation installation = log.log().install()) {
            installation.write(sent.duplicate());
            installation.verify(position);
            installation.finish();
        }
    }
}
