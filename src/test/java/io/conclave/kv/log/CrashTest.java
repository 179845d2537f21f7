package io.conclave.kv.log;

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
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Fault 21 and 3: the process, or the machine with all that was not synced, ends at each place where something could be
 * half done. What was acknowledged is there afterwards; what was not is there or not, but in the order of its writing.
 */
class CrashTest {

    private static final int MOST_PASSES = 40;
    /** Longer than a sector. */
    private static final String LONG = "value ".repeat(100);

    @TempDir
    Path root;

    private int runs;

    @ParameterizedTest
    @EnumSource(FailPoint.class)
    void nothingThatWasAcknowledgedIsLostByAnEndAt(FailPoint point) throws IOException {
        for (double kept : new double[] {0, 0.5, 1}) {
            int passes = 0;
            while (passes < MOST_PASSES && crashesAt(point, passes, kept, false)) {
                passes++;
            }
            boolean inRecovery = point == FailPoint.CUTTING || point == FailPoint.CUT;
            assertThat(passes).as("the story passes %s", point).isGreaterThan(inRecovery ? -1 : 0);
        }
    }

    @Test
    void aBuildWhoseSyncsDoNothingIsFoundOut() {
        assertThatThrownBy(() -> {
                    for (int pass = 0; pass < 20; pass++) {
                        crashesAt(FailPoint.SYNCED, pass, 0, true);
                    }
                })
                .isInstanceOf(AssertionError.class);
    }

    /** Lives the story up to a crash. Gives false where it never comes that far. */
    private boolean crashesAt(FailPoint point, int pass, double kept, boolean syncsLie) throws IOException {
        Path folder = Files.createDirectories(root.resolve("run" + runs++));
        Path attic = Files.createDirectories(root.resolve("attic" + runs));
        FaultyFiles files = new FaultyFiles(attic);
        if (syncsLie) {
            files.syncsLie();
        }
        Countdown countdown = new Countdown(point, pass);
        Story story = new Story();
        Random random = new Random(point.name().hashCode() * 1000L + pass);
        boolean crashed = false;
        try {
            story.live(folder, files, countdown);
        } catch (Crash e) {
            crashed = true;
        }
        files.crash(random, kept);
        story.letGo();
        String what = point + " passed " + pass + " times, kept " + kept;
        recover(folder, attic, random, kept, what);
        story.check(folder, what);
        return crashed;
    }

    /** Opens the log once or twice, in which it ends too. */
    private static void recover(Path folder, Path attic, Random random, double kept, String what) throws IOException {
        for (FailPoint point : new FailPoint[] {FailPoint.CUTTING, FailPoint.CUT}) {
            FaultyFiles files = new FaultyFiles(attic);
            try {
                TestLog.open(folder, files, new Countdown(point, 0)).close();
            } catch (Crash e) {
                files.crash(random, kept);
                unlock(folder);
            }
        }
        assertThat(Files.exists(folder)).as(what).isTrue();
    }

    /** In this process the lock of a dead log stays; another process would have let go of it by its end. */
    private static void unlock(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve("lock"));
    }

    /** Ends the process at the n-th pass of a point. */
    private static final class Countdown implements FailPoints {

        private final FailPoint point;
        private int left;

        Countdown(FailPoint point, int passes) {
            this.point = point;
            this.left = passes;
        }

        @Override
        public void reached(FailPoint passed) {
            if (passed == point && left-- == 0) {
                throw new Crash(point);
            }
        }
    }

    /** What is done to the log, and what may be in it at each moment. */
    private static final class Story {

        private final Map<String, String> now = new TreeMap<>();
        private final List<List<String>> allowed = new ArrayList<>();
        private long promised;
        private long promising;
        private long version;
        private Path folder;
        private TestLog log;

        void live(Path in, FaultyFiles files, FailPoints failPoints) throws IOException {
            folder = in;
            allowed.add(state());
            log = TestLog.open(folder, files, failPoints);
            commit("a", "1");
            commit("b", "2");
            promise(1);
            together();
            divergentTail();
            compaction();
            promise(2);
            commit("e", "after the compaction");
            installation();
            commit("f", "after the installation");
            log.close();
            log = TestLog.open(folder, files, failPoints);
            commit("g", "after the reopening");
            append("h", "neither synced nor closed");
        }

        private void append(String key, String value) throws IOException {
            now.put(key, value + "@" + ++version);
            allowed.add(state());
            log.append(put(key, value, version));
        }

        private void acknowledge() throws IOException {
            log.log().sync();
            allowed.clear();
            allowed.add(state());
            log.log().apply(Long.MAX_VALUE, AppliedRecords.NOBODY);
        }

        private void commit(String key, String value) throws IOException {
            append(key, value);
            acknowledge();
        }

        private void promise(long epoch) throws IOException {
            promising = epoch;
            log.log().promise(epoch);
            promised = epoch;
        }

        private void together() throws IOException {
            for (int i = 0; i < 4; i++) {
                append("together" + i, LONG);
            }
            version += 2;
            now.remove("a");
            now.put("c", "of the same batch@" + version);
            allowed.add(state());
            log.append(delete("a", version - 1), put("c", "of the same batch", version));
            acknowledge();
        }

        private void divergentTail() throws IOException {
            List<String> common = state();
            Map<String, String> before = new TreeMap<>(now);
            long commonVersion = version;
            long position = log.log().lastPosition();
            append("d", "divergent");
            log.log().sync();
            allowed.clear();
            allowed.add(state());
            allowed.add(common);
            log.log().truncateAfter(position);
            now.clear();
            now.putAll(before);
            version = commonVersion;
            allowed.clear();
            allowed.add(common);
        }

        private void compaction() throws IOException {
            try (Compaction compaction = log.log().compact()) {
                commit("b", "while it was compacted");
                compaction.copy();
                append("d", "appended, not synced");
                compaction.swap();
                compaction.settle();
            }
            acknowledge();
        }

        private void installation() throws IOException {
            ByteBuffer bytes = ByteBuffer.allocate(1 << 20);
            long position;
            try (Snapshot snapshot = log.log().snapshot()) {
                position = snapshot.position();
                snapshot.read(bytes);
            }
            List<String> snapshot = state();
            Map<String, String> before = new TreeMap<>(now);
            long versionBefore = version;
            commit("x", "is lost by the installation");
            allowed.add(snapshot);
            try (Installation installation = log.log().install()) {
                installation.write(bytes.flip());
                installation.verify(position);
                installation.finish();
            }
            now.clear();
            now.putAll(before);
            version = versionBefore;
            allowed.clear();
            allowed.add(snapshot);
        }

        private List<String> state() {
            return now.entrySet().stream()
                    .map(entry -> entry.getKey() + "=" + entry.getValue())
                    .toList();
        }

        void letGo() throws IOException {
            if (log != null) {
                try {
                    log.close();
                } catch (IOException | Crash dead) {
                    // The machine is off; the lock is let go.
                }
            }
            unlock(folder);
        }

        void check(Path in, String what) throws IOException {
            try (TestLog after = TestLog.open(in)) {
                assertThat(after.log().damage()).as(what).isEmpty();
                after.log().apply(Long.MAX_VALUE, AppliedRecords.NOBODY);
                String keys = KvLogTest.keys(after).toString().replace(LONG, "...");
                assertThat(allowed)
                        .as(what)
                        .extracting(state -> state.toString().replace(LONG, "..."))
                        .contains(keys);
                assertThat(after.log().promisedEpoch()).as(what).isBetween(promised, promising);
                after.commit("recovered", "yes");
            }
            try (TestLog again = TestLog.open(in)) {
                assertThat(again.get("recovered")).as(what).isEqualTo("yes");
            }
        }
    }
}
