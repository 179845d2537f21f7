package io.conclave.logs.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.conclave.logs.DegradedReason;
import io.conclave.logs.LogHit;
import io.conclave.logs.LogQuery;
import io.conclave.logs.LogService;
import io.conclave.logs.SearchPage;
import io.conclave.logs.follow.Feeder;
import io.conclave.logs.follow.FileSource;
import io.conclave.logs.follow.Sources;
import io.conclave.testing.RealParts;
import io.conclave.testing.hosts.Shell;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The index on a real file system that has no room. */
class FullDiskIT {

    private static final int LINES = 60_000;

    @TempDir
    Path folder;

    private Path disk;

    @BeforeEach
    void mount() throws IOException {
        disk = Files.createDirectory(folder.resolve("disk"));
        if (!Shell.attempt("mount -t tmpfs -o size=6m tmpfs " + disk).succeeded()) {
            throw RealParts.missing("a small disk can be mounted by root alone");
        }
    }

    @AfterEach
    void unmount() {
        Shell.attempt("umount --lazy " + disk);
    }

    @Test
    void indexPausesSaysSoAndHasEachLineOnceWhenThereIsRoomAgain() throws Exception {
        Path log = folder.resolve("server.log");
        try (BufferedWriter out = Files.newBufferedWriter(log)) {
            for (int i = 0; i < LINES; i++) {
                out.write("2026-05-01 10:00:00,000 [myid:1] - INFO  [main:A@1] - line " + i + " of session 0x"
                        + Integer.toHexString(31 * i) + "\n");
            }
        }
        try (EmbeddedIndex index = new EmbeddedIndex(
                        disk.resolve("logs.db"),
                        Duration.ofDays(36_500),
                        1L << 30,
                        Duration.ofSeconds(10),
                        Clock.systemUTC());
                Feeder feeder = new Feeder(
                        index,
                        Sources.of(List.of(
                                new FileSource("zk1/server.log", LogService.ZOOKEEPER, "zk1", log, ZoneOffset.UTC))),
                        System::currentTimeMillis,
                        System::nanoTime)) {
            feeder.start();
            await("the disk is full")
                    .atMost(Duration.ofSeconds(60))
                    .ignoreExceptions()
                    .until(() -> index.search(LogQuery.everything()).degraded() == DegradedReason.DISK_FULL);
            assertThat(index.search(LogQuery.everything()).total()).isLessThan(LINES);

            Shell.run("mount -o remount,size=200m " + disk);

            await("all lines")
                    .atMost(Duration.ofSeconds(90))
                    .until(() -> index.search(LogQuery.everything()).total() == LINES);
            assertThat(index.search(LogQuery.everything()).degraded()).isNull();
            assertThat(messages(index))
                    .isEqualTo(IntStream.range(0, LINES)
                            .mapToObj(i -> "line " + i + " of session 0x" + Integer.toHexString(31 * i))
                            .toList());
        }
    }

    private static List<String> messages(EmbeddedIndex index) {
        List<String> messages = new ArrayList<>();
        LogQuery query = new LogQuery(null, null, null, null, null, null, LogQuery.Sort.OLDEST, null, 500);
        String cursor = "";
        while (cursor != null) {
            SearchPage page = index.search(query);
            page.hits().stream().map(LogHit::message).forEach(messages::add);
            cursor = page.nextCursor();
            query = query.from(cursor, 500);
        }
        return messages;
    }
}
