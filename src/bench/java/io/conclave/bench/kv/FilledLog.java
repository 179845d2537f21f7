package io.conclave.bench.kv;

import io.conclave.bench.Miss;
import io.conclave.bench.Workshop;
import io.conclave.kv.log.AppliedRecords;
import io.conclave.kv.log.BatchEncoder;
import io.conclave.kv.log.Installation;
import io.conclave.kv.log.KvLog;
import io.conclave.kv.log.LogIdentity;
import io.conclave.kv.log.LogRecord;
import io.conclave.kv.log.LogSettings;
import io.conclave.kv.log.Snapshot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;

/** A log with many keys, what is done with it, and the same done with its file plainly. All in MB a second. */
final class FilledLog {

    private static final int BATCH = 100;
    private static final int BLOCK_BYTES = 1 << 20;
    private static final long DD_LIMIT_S = 10;

    private final Path folder;
    private final int keys;
    private final long bytes;
    /** What the plain reads came to, so that none is left out. */
    private long checksum;

    private FilledLog(Path folder, int keys) throws IOException {
        this.folder = folder;
        this.keys = keys;
        this.bytes = Files.size(file());
    }

    /** Writes a log of so many keys, each once. */
    static FilledLog write(Path folder, int keys, int valueBytes) throws IOException {
        Random random = new Random(17);
        BatchEncoder encoder = new BatchEncoder();
        try (KvLog log = open(folder)) {
            for (int key = 0; key < keys; ) {
                encoder.begin(log.lastPosition() + 1, 1, 1_700_000_000_000L);
                for (int i = 0; i < BATCH; i++) {
                    byte[] value = new byte[valueBytes];
                    random.nextBytes(value);
                    encoder.add(new LogRecord.Put(key(random.nextInt(), key++), value, key, null));
                }
                log.append(encoder.finish());
                if (key % 5000 == 0) {
                    log.sync();
                }
                log.apply(Long.MAX_VALUE, AppliedRecords.NOBODY);
            }
        }
        return new FilledLog(folder, keys);
    }

    private static byte[] key(int random, int number) {
        return ("key-%08x-%08d".formatted(random, number)).getBytes(StandardCharsets.US_ASCII);
    }

    private static KvLog open(Path folder) throws IOException {
        return KvLog.open(new LogSettings(folder, new LogIdentity("bench", "g1", 1)));
    }

    private Path file() {
        return folder.resolve("log");
    }

    /** Opens the log. */
    double open() throws IOException, Miss {
        long begun = System.nanoTime();
        try (KvLog log = open(folder)) {
            double reached = perSecond(begun);
            check(log);
            return reached;
        }
    }

    /** Opens the log, of which nothing is in the page cache. */
    double openCold() throws Exception {
        forget();
        return open();
    }

    /** Reads the file, of which nothing is in the page cache, and computes its CRC32C. */
    double readPlainlyCold() throws Exception {
        forget();
        return readPlainly();
    }

    /** Has the kernel drop the file's pages, by the advice that GNU's dd gives it. */
    private void forget() throws Exception {
        Process dd = new ProcessBuilder("dd", "if=" + file(), "iflag=nocache", "count=0")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Miss.unless(
                dd.waitFor(DD_LIMIT_S, TimeUnit.SECONDS) && dd.exitValue() == 0,
                "dd does not drop the file's pages from the cache");
    }

    /** Reads the file and computes its CRC32C. */
    double readPlainly() throws IOException {
        long begun = System.nanoTime();
        CRC32C crc = new CRC32C();
        ByteBuffer block = ByteBuffer.allocateDirect(BLOCK_BYTES);
        try (FileChannel channel = FileChannel.open(file())) {
            while (channel.read(block.clear()) >= 0) {
                crc.update(block.flip());
            }
        }
        checksum += crc.getValue();
        return perSecond(begun);
    }

    /** Sends the log to another member, which is ready to be read then. */
    double sendToAnother() throws IOException, Miss {
        Path other = Files.createTempDirectory(folder, "other-");
        try (KvLog from = open(folder);
                KvLog to = open(other)) {
            long begun = System.nanoTime();
            ByteBuffer block = ByteBuffer.allocateDirect(BLOCK_BYTES);
            try (Snapshot snapshot = from.snapshot();
                    Installation installation = to.install()) {
                while (snapshot.read(block.clear()) > 0) {
                    installation.write(block.flip());
                }
                installation.verify(snapshot.position());
                installation.finish();
            }
            double reached = perSecond(begun);
            check(to);
            return reached;
        } finally {
            Workshop.clear(other);
        }
    }

    /** Copies the file, and syncs the copy. */
    double copy() throws IOException {
        Path copy = folder.resolve("copy");
        long begun = System.nanoTime();
        Files.copy(file(), copy);
        try (FileChannel channel = FileChannel.open(copy, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        double reached = perSecond(begun);
        Files.delete(copy);
        return reached;
    }

    private void check(KvLog log) throws IOException, Miss {
        Miss.unless(log.damage().isEmpty(), "the log is damaged");
        log.apply(Long.MAX_VALUE, AppliedRecords.NOBODY);
        long found = log.figures().keys();
        Miss.unless(found == keys, "%d keys were written, and %d are there", keys, found);
        Miss.unless(checksum >= 0, "no file was read");
    }

    private double perSecond(long begun) {
        return bytes / 1e6 / ((System.nanoTime() - begun) / 1e9);
    }
}
