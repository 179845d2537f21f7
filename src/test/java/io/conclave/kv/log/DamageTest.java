package io.conclave.kv.log;

import static io.conclave.kv.log.TestLog.bytes;
import static io.conclave.kv.log.TestLog.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults 18 and 20: what was on the disk and is no longer what was written stops the log, and is never served. */
class DamageTest {

    @TempDir
    Path folder;

    @TempDir
    Path attic;

    private Path file;
    private byte[] whole;
    private int lastBatch;

    @BeforeEach
    void writeALog() throws IOException {
        file = folder.resolve("log");
        try (TestLog log = open()) {
            log.commit(put("first", "1", 1));
            log.commit(put("middle", "a value", 2), put("other", "another", 3));
            log.commit(put("third", "3", 4));
            lastBatch = (int) log.log().figures().logBytes();
            log.commit(put("last", "4", 5));
        }
        whole = Files.readAllBytes(file);
    }

    @Test
    void anyBitThatFlipsBeforeTheLastBatchIsRefused() throws IOException {
        for (int bit = 0; bit < lastBatch * 8; bit++) {
            if (bit / 8 >= 60 && bit / 8 < LogFile.Head.BYTES) {
                continue; // the head's padding, which means nothing
            }
            flip(bit);
            assertThatThrownBy(this::scan)
                    .as("bit %d of byte %d", bit % 8, bit / 8)
                    .isInstanceOf(CorruptLogException.class);
        }
    }

    @Test
    void aDamagedLogServesNothingTakesNothingAndIsNotCut() throws IOException {
        for (int bit = LogFile.Head.BYTES * 8; bit < lastBatch * 8; bit += 77) {
            byte[] bytes = flip(bit);
            try (TestLog log = open()) {
                assertThat(log.log().damage())
                        .as("bit %d of byte %d", bit % 8, bit / 8)
                        .isPresent();
                assertThatThrownBy(() -> log.get("first")).isInstanceOf(CorruptLogException.class);
                assertThatThrownBy(() -> log.commit("a", "b")).isInstanceOf(CorruptLogException.class);
            }
            assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
        }
    }

    @Test
    void anyBitThatFlipsInTheLastBatchOfALogThatWasClosedIsRefused() throws IOException {
        for (int bit = lastBatch * 8; bit < (whole.length - Layout.MARK_BYTES) * 8; bit++) {
            flip(bit);
            assertThatThrownBy(this::scan)
                    .as("bit %d of byte %d", bit % 8, bit / 8)
                    .isInstanceOf(CorruptLogException.class);
        }
    }

    private byte[] flip(int bit) throws IOException {
        byte[] bytes = whole.clone();
        bytes[bit / 8] ^= (byte) (1 << bit % 8);
        Files.write(file, bytes);
        return bytes;
    }

    private void scan() throws IOException {
        LogFile log = LogStart.open(file, TestLog.IDENTITY, LogFileSystem.DISK);
        try {
            LogScan.scan(log);
        } finally {
            log.release();
        }
    }

    @Test
    void aLengthThatMakesNoSenseInTheMiddleIsRefused() throws IOException {
        for (int length : new int[] {-1, Integer.MIN_VALUE, 0, 1, Layout.MAX_RECORD_BYTES + 1, Integer.MAX_VALUE}) {
            byte[] bytes = whole.clone();
            ByteBuffer.wrap(bytes).putInt(LogFile.Head.BYTES + Layout.MARK_BYTES + Layout.LENGTH, length);
            Files.write(file, bytes);
            try (TestLog log = open()) {
                assertThat(log.log().damage()).as("length %d", length).isPresent();
            }
        }
    }

    @Test
    void aLogOfZerosOrOfRandomBytesOrOfNothingIsRefused() throws IOException {
        byte[] random = new byte[5000];
        new Random(4).nextBytes(random);
        for (byte[] bytes : new byte[][] {new byte[0], new byte[10], new byte[5000], random}) {
            Files.write(file, bytes);
            try (TestLog log = open()) {
                assertThat(log.log().damage()).isPresent();
            }
        }
    }

    @Test
    void aRunOfBatchesInWhichAnyBitFlippedOnItsWayIsRefusedAndNothingOfItIsWritten() throws IOException {
        ByteBuffer run = ByteBuffer.allocate(1_000);
        try (TestLog sender = TestLog.open(folder.resolve("sender"))) {
            run.put(sender.append(put("one", "1", 1), put("two", "2", 2)));
            run.put(sender.append(put("three", "3", 3))).flip();
        }
        try (TestLog receiver = TestLog.open(folder.resolve("receiver"))) {
            for (int bit = 0; bit < run.limit() * 8; bit++) {
                ByteBuffer flipped =
                        ByteBuffer.allocate(run.limit()).put(run.duplicate()).flip();
                flipped.put(bit / 8, (byte) (flipped.get(bit / 8) ^ 1 << bit % 8));
                assertThatThrownBy(() -> receiver.log().append(flipped))
                        .as("bit %d of byte %d", bit % 8, bit / 8)
                        .isInstanceOf(MalformedBatchException.class);
                assertThat(receiver.log().lastPosition()).isZero();
            }
            assertThat(receiver.log().append(run)).isEqualTo(3);
        }
    }

    @Test
    void aLogThatIsGoneIsDamagedAndNotEmpty() throws IOException {
        Files.delete(file);
        try (TestLog log = open()) {
            assertThat(log.log().damage()).isPresent();
        }
    }

    @Test
    void aValueThatChangesOnTheDiskWhileTheLogIsOpenIsNotServed() throws IOException {
        String large = "v".repeat(1000);
        try (TestLog log = open()) {
            for (int i = 0; i < 2000; i++) {
                log.append(put("key" + i, large, 6 + i));
            }
            log.log().sync();
            log.log().apply(9999, AppliedRecords.NOBODY);
            byte[] bytes = Files.readAllBytes(file);
            int at = indexOf(bytes, bytes("key0vvv"));
            bytes[at + 500] ^= 1;
            try (LogChannel channel = LogFileSystem.DISK.open(file)) {
                channel.write(ByteBuffer.wrap(bytes), 0);
            }
            assertThatThrownBy(() -> readAll(log, 2000)).isInstanceOf(CorruptLogException.class);
            assertThat(log.log().damage()).isPresent();
            assertThatThrownBy(() -> log.get("key1")).isInstanceOf(CorruptLogException.class);
        }
    }

    private static void readAll(TestLog log, int keys) throws IOException {
        for (int i = 0; i < keys; i++) {
            assertThat(log.get("key" + i)).isNotNull();
        }
    }

    private static int indexOf(byte[] in, byte[] wanted) {
        for (int at = 0; ; at++) {
            if (ByteBuffer.wrap(in, at, wanted.length).equals(ByteBuffer.wrap(wanted))) {
                return at;
            }
        }
    }

    private TestLog open() throws IOException {
        return TestLog.open(folder, new FaultyFiles(attic), FailPoints.OFF);
    }
}
