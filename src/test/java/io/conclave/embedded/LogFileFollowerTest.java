package io.conclave.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileFollowerTest {

    @TempDir
    Path folder;

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private Thread thread;

    private Path log() {
        return folder.resolve("server.log");
    }

    private void append(String text) throws Exception {
        Files.writeString(log(), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private void follow() {
        LogFileFollower follower = new LogFileFollower(log(), lines::add);
        thread = new Thread(() -> {
            try {
                follower.run();
            } catch (Exception e) {
                lines.add("ended");
            }
        });
        thread.start();
    }

    /** Appends until a line has come through, and all after it have: from then on every line is told. */
    private void awaitFollowing() {
        AtomicInteger probes = new AtomicInteger();
        await().atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    append("probe " + probes.incrementAndGet() + "\n");
                    return !lines.isEmpty();
                });
        await().atMost(Duration.ofSeconds(10)).until(() -> lines.contains("probe " + probes.get()));
        lines.clear();
    }

    private void awaitLines(String... expected) {
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(lines).containsExactly(expected));
    }

    @AfterEach
    void end() throws Exception {
        thread.interrupt();
        thread.join(10_000);
        assertThat(thread.isAlive()).isFalse();
        assertThat(lines).last().isEqualTo("ended");
    }

    @Test
    void whatWasThereBeforeIsNotTold() throws Exception {
        append("old\n");
        follow();
        awaitFollowing();

        append("new\n");

        awaitLines("new");
    }

    @Test
    void lineIsToldWhenItIsWholeAndWithoutItsEnd() throws Exception {
        append("");
        follow();
        awaitFollowing();

        append("one\r\n\nha");
        awaitLines("one", "");
        append("lf 中文\n");

        awaitLines("one", "", "half 中文");
    }

    @Test
    void fileThatIsNotThereYetIsToldFromItsBeginning() throws Exception {
        follow();

        append("first\n");

        awaitLines("first");
    }

    @Test
    void rolledFileIsReadToItsEndBeforeItsSuccessor() throws Exception {
        append("");
        follow();
        awaitFollowing();

        append("last of the old\n");
        Files.move(log(), folder.resolve("server.log.1"));
        append("first of the new\n");
        awaitLines("last of the old", "first of the new");
        append("second of the new\n");

        awaitLines("last of the old", "first of the new", "second of the new");
    }

    @Test
    void truncatedFileIsReadFromItsBeginning() throws Exception {
        append("x".repeat(1_000) + "\n");
        follow();
        awaitFollowing();

        Files.writeString(log(), "after\n", StandardOpenOption.TRUNCATE_EXISTING);

        awaitLines("after");
    }

    @Test
    void endlessLineIsCutAndCostsNoMemory() throws Exception {
        append("");
        follow();
        awaitFollowing();

        append("x".repeat(300_000) + "\nnext\n");

        await().atMost(Duration.ofSeconds(10)).until(() -> lines.size() == 2);
        assertThat(lines.get(0)).hasSize(64 << 10);
        assertThat(lines.get(1)).isEqualTo("next");
    }
}
