package io.conclave.kv.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults 30 and 31. */
class LogFolderTest {

    @TempDir
    Path folder;

    @Test
    void oneFolderIsOpenedOnceWithinAProcess() throws IOException {
        try (TestLog log = TestLog.open(folder)) {
            assertThatThrownBy(() -> TestLog.open(folder))
                    .isInstanceOf(LogRefusedException.class)
                    .hasMessageContaining("another process works in the folder");
            log.commit("still", "mine");
        }
        TestLog.open(folder).close();
    }

    @Test
    void oneFolderIsOpenedByOneProcess() throws Exception {
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        folder.toString())
                .redirectError(new File("/dev/null"))
                .start();
        try {
            assertThat(other.inputReader().readLine()).isEqualTo("open");
            assertThatThrownBy(() -> TestLog.open(folder)).isInstanceOf(LogRefusedException.class);
        } finally {
            other.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
        TestLog.open(folder).close();
    }

    /** Another process, which opens a log and keeps it until it is ended. */
    static final class Holder {

        private Holder() {}

        public static void main(String[] args) throws IOException {
            try (TestLog log = TestLog.open(Path.of(args[0]))) {
                System.out.println("open");
                System.out.flush();
                while (log.log().unwritable().isEmpty() && System.in.read() >= 0) {
                    // On until the process is ended.
                }
            }
        }
    }

    @Test
    void anothersFolderIsRefused() throws IOException {
        TestLog.open(folder).close();
        for (LogIdentity other : new LogIdentity[] {
            new LogIdentity("another-cluster", "g1", 1),
            new LogIdentity("cluster-of-the-test", "g2", 1),
            new LogIdentity("cluster-of-the-test", "g1", 2)
        }) {
            assertThatThrownBy(() -> KvLog.open(new LogSettings(folder, other)))
                    .isInstanceOf(LogRefusedException.class)
                    .hasMessageContaining("g1/1")
                    .hasMessageContaining(other.toString());
        }
        assertThat(KvLog.identity(folder)).contains(TestLog.IDENTITY);
        assertThat(KvLog.identity(folder.resolve("nothing"))).isEmpty();
    }

    @Test
    void anothersLogIsRefusedThoughTheIdentityIsGone() throws IOException {
        TestLog.open(folder).close();
        Files.delete(folder.resolve("identity.json"));
        assertThatThrownBy(() -> KvLog.open(new LogSettings(folder, new LogIdentity("another-cluster", "g1", 1))))
                .isInstanceOf(LogRefusedException.class);
        TestLog.open(folder).close();
    }

    @Test
    void anIdentityOrAPromiseThatMakesNoSenseIsRefused() throws IOException {
        try (TestLog log = TestLog.open(folder)) {
            log.log().promise(12);
        }
        byte[] promise = Files.readAllBytes(folder.resolve("promise"));
        for (int bit = 0; bit < promise.length * 8 - 8; bit++) {
            byte[] bytes = promise.clone();
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(folder.resolve("promise"), bytes);
            assertThatThrownBy(() -> TestLog.open(folder)).as("bit %d", bit).isInstanceOf(LogRefusedException.class);
        }
        Files.write(folder.resolve("promise"), promise);
        Files.writeString(folder.resolve("identity.json"), "{\"clu");
        assertThatThrownBy(() -> TestLog.open(folder)).isInstanceOf(LogRefusedException.class);
    }

    @Test
    void aFolderOrLogThatIsDeletedOrReplacedUnderARunningMemberIsNoticed() throws IOException {
        Path own = folder.resolve("own");
        try (TestLog log = TestLog.open(own)) {
            log.commit("a", "1");
            assertThat(log.log().check()).isEmpty();
            CompactionTest.compact(log);
            assertThat(log.log().check()).isEmpty();
            Files.move(own.resolve("log"), own.resolve("moved"));
            assertThat(log.log().check().orElseThrow()).contains("log was deleted or replaced");
            Files.copy(own.resolve("moved"), own.resolve("log"));
            assertThat(log.log().check()).isPresent();
            Files.delete(own.resolve("log"));
            Files.move(own.resolve("moved"), own.resolve("log"));
            assertThat(log.log().check()).isEmpty();
            Files.move(own, folder.resolve("elsewhere"));
            assertThat(log.log().check().orElseThrow()).contains("own was deleted or replaced");
            Files.createDirectories(own);
            assertThat(log.log().check()).isPresent();
        }
    }
}
