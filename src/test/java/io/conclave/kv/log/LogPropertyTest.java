package io.conclave.kv.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever is done to a log in whatever order, it has what a map has to which the same is done. */
class LogPropertyTest {

    private static final int STEPS = 60;

    @Property(tries = 60)
    void aLogIsWhatAMapIs(@ForAll long seed) throws IOException {
        Path root = Files.createTempDirectory("log-property");
        try {
            new Walk(root, new Random(seed)).run();
        } finally {
            try (Stream<Path> all = Files.walk(root)) {
                all.sorted(Comparator.reverseOrder())
                        .forEach(path -> path.toFile().delete());
            }
        }
    }

    /** One random sequence of steps. */
    private static final class Walk {

        private final Path root;
        private final Random random;
        private final FaultyFiles files;
        private Map<String, String> committed = new TreeMap<>();
        private final List<Map<String, String>> pending = new ArrayList<>();
        private final List<Long> pendingEnds = new ArrayList<>();
        private long version;
        private TestLog log;

        Walk(Path root, Random random) throws IOException {
            this.root = root;
            this.random = random;
            Files.createDirectory(root.resolve("attic"));
            this.files = new FaultyFiles(root.resolve("attic"));
        }

        void run() throws IOException {
            log = open();
            for (int step = 0; step < STEPS; step++) {
                switch (random.nextInt(12)) {
                    case 0 -> reopen();
                    case 1 -> compact();
                    case 2 -> truncate();
                    case 3 -> reinstall();
                    case 4 -> purge();
                    case 5, 6 -> commit(1 + random.nextInt(3));
                    default -> append();
                }
                assertThat(KvLogTest.keys(log)).isEqualTo(list(committed));
                assertThat(log.log().figures().keys()).isEqualTo(committed.size());
                assertThat(log.log().lastVersion()).isEqualTo(version);
            }
            log.close();
        }

        private TestLog open() throws IOException {
            return TestLog.open(root.resolve("member"), files, FailPoints.OFF);
        }

        private Map<String, String> last() {
            return new TreeMap<>(pending.isEmpty() ? committed : pending.get(pending.size() - 1));
        }

        private void append() throws IOException {
            Map<String, String> after = last();
            LogRecord[] records = new LogRecord[1 + random.nextInt(4)];
            for (int i = 0; i < records.length; i++) {
                String key = "k" + random.nextInt(12);
                version++;
                RequestIdentity request =
                        random.nextBoolean() ? new RequestIdentity(1 + random.nextInt(3), version, 1) : null;
                if (random.nextInt(3) == 0) {
                    records[i] = new LogRecord.Delete(TestLog.bytes(key), version, after.remove(key) != null, request);
                } else {
                    String value = "v".repeat(random.nextInt(40)) + version;
                    records[i] = new LogRecord.Put(TestLog.bytes(key), TestLog.bytes(value), version, request);
                    after.put(key, value + "@" + version);
                }
            }
            appended(after, records);
        }

        private void purge() throws IOException {
            Arc arc = new Arc(random.nextInt() & 0xFFFF_FFFFL, random.nextInt() & 0xFFFF_FFFFL);
            Map<String, String> after = last();
            after.keySet().removeIf(key -> arc.contains(Arc.place(TestLog.bytes(key))));
            appended(after, new LogRecord.Purge(List.of(arc)));
        }

        private void appended(Map<String, String> after, LogRecord... records) throws IOException {
            log.append(records);
            pending.add(after);
            pendingEnds.add(log.log().lastPosition());
            if (random.nextBoolean()) {
                log.log().sync();
            }
        }

        private void commit(int batches) throws IOException {
            log.log().sync();
            for (int i = 0; i < batches && !pending.isEmpty(); i++) {
                log.log().apply(pendingEnds.remove(0), AppliedRecords.NOBODY);
                committed = pending.remove(0);
            }
        }

        /** An orderly end keeps what is pending, and what is committed is committed afterwards. */
        private void reopen() throws IOException {
            List<SessionRow> sessions = log.log().sessions().rows();
            log.close();
            log = open();
            assertThat(log.log().sessions().rows()).isEqualTo(sessions);
        }

        private void compact() throws IOException {
            List<SessionRow> sessions = log.log().sessions().rows();
            try (Compaction compaction = log.log().compact()) {
                if (random.nextBoolean()) {
                    append();
                }
                compaction.copy();
                if (random.nextBoolean()) {
                    append();
                    commit(2);
                } else {
                    assertThat(log.log().sessions().rows()).isEqualTo(sessions);
                }
                boolean swapped = random.nextInt(5) > 0 && compaction.swap();
                append();
                if (swapped) {
                    compaction.settle();
                }
            }
            log.log().cache().clear();
        }

        private void truncate() throws IOException {
            commit(pending.size() - 1);
            if (pending.isEmpty()) {
                return;
            }
            long keep = pendingEnds.get(0) - 1;
            long left = log.log().truncateAfter(keep);
            assertThat(left).isLessThan(pendingEnds.get(0));
            pending.clear();
            pendingEnds.clear();
            version = log.log().lastVersion();
        }

        private void reinstall() throws IOException {
            commit(pending.size());
            ByteBuffer bytes;
            long position;
            try (Snapshot snapshot = log.log().snapshot()) {
                bytes = ByteBuffer.allocate((int) snapshot.totalBytes());
                position = snapshot.position();
                snapshot.read(bytes);
            }
            try (Installation installation = log.log().install()) {
                installation.write(bytes.flip());
                installation.verify(position);
                installation.finish();
            }
            log.log().cache().clear();
        }

        private static List<String> list(Map<String, String> of) {
            return of.entrySet().stream()
                    .map(entry -> entry.getKey() + "=" + entry.getValue())
                    .sorted((a, b) -> Arrays.compareUnsigned(
                            TestLog.bytes(a.substring(0, a.indexOf('='))),
                            TestLog.bytes(b.substring(0, b.indexOf('=')))))
                    .toList();
        }
    }
}
