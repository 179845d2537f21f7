package io.conclave.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.conclave.files.FileChange;
import io.conclave.files.HistoryEntry;
import io.conclave.files.StoredFile;
import io.conclave.store.FileRow;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemoFilesTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

    private final DemoFiles files = new DemoFiles();

    @Test
    void onlyFilesThatTheDemoTrafficMadeAreItsOwn() {
        files.load(List.of());
        files.apply(new FileChange.Added(file("a", "demo-1.bin", "workload")));
        files.apply(new FileChange.Added(file("b", "demo-holiday.jpg", "upload")));
        files.apply(new FileChange.Added(file("c", "report.txt", "workload")));

        assertThat(files.oldest(10)).containsExactly("a");
        assertThat(DemoFiles.isOurs(row("demo-1.bin", "[{\"action\":\"workload\"},{\"action\":\"auto_migrate\"}]")))
                .isTrue();
        assertThat(DemoFiles.isOurs(row("demo-1.bin", "[{\"action\":\"upload\"},{\"action\":\"workload\"}]")))
                .isFalse();
        assertThat(DemoFiles.isOurs(row("demo-1.bin", "[]"))).isFalse();
        assertThat(DemoFiles.isOurs(row("xdemo-1.bin", "[{\"action\":\"workload\"}]")))
                .isFalse();
    }

    @Test
    void oldestComeFirstWhateverTheOrderInWhichTheyWereSeen() {
        files.load(List.of("c", "a"));
        files.apply(new FileChange.Added(file("d", "demo-d", "workload")));
        files.apply(new FileChange.Added(file("b", "demo-b", "workload")));

        assertThat(files.oldest(3)).containsExactly("a", "b", "c");
        assertThat(files.count()).isEqualTo(4);
    }

    @Test
    void fileThatGoesWhileTheDatabaseIsReadDoesNotComeBack() {
        files.apply(new FileChange.Removed(file("a", "demo-a", "workload")));

        files.load(List.of("a", "b"));

        assertThat(files.oldest(10)).containsExactly("b");
    }

    private static StoredFile file(String id, String name, String action) {
        return new StoredFile(
                id,
                name,
                "zk1",
                "zk1/" + id,
                1,
                "0".repeat(64),
                List.of(new HistoryEntry(action, null, "zk1", NOW, "test", null)),
                NOW,
                NOW);
    }

    private static FileRow row(String name, String history) {
        return new FileRow("id", name, "zk1", "zk1/id", 1, "0".repeat(64), history, NOW, NOW);
    }
}
