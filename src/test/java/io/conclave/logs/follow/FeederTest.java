package io.conclave.logs.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.conclave.logs.LogBatch;
import io.conclave.logs.LogEntry;
import io.conclave.logs.LogPosition;
import io.conclave.logs.LogService;
import io.conclave.logs.LogSink;
import io.conclave.logs.LogSinkException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeederTest {

    @TempDir
    Path folder;

    private final Memory sink = new Memory();
    private Feeder feeder;
    private int written;

    /** Keeps in memory, and refuses for as long as it is told to. */
    private static final class Memory implements LogSink {
        private final List<LogEntry> entries = new ArrayList<>();
        private final Map<String, LogPosition> positions = new HashMap<>();
        private int largest;
        private boolean refuses;
        private int refused;

        @Override
        public String name() {
            return "memory";
        }

        @Override
        public synchronized List<LogPosition> positions() {
            return List.copyOf(positions.values());
        }

        @Override
        public synchronized void keep(LogBatch batch) throws LogSinkException {
            if (refuses) {
                refused++;
                throw new LogSinkException("no room", null);
            }
            largest = Math.max(largest, batch.entries().size());
            entries.addAll(batch.entries());
            batch.positions().forEach(position -> positions.put(position.source(), position));
        }

        private synchronized List<String> messages() {
            return entries.stream().map(LogEntry::message).toList();
        }

        private synchronized void refuse(boolean refuse) {
            refuses = refuse;
        }

        private synchronized int refusals() {
            return refused;
        }

        @Override
        public void close() {}
    }

    private void start() {
        feeder = new Feeder(
                sink,
                Sources.of(List.of(new FileSource(
                        "a", LogService.ZOOKEEPER, "zk1", folder.resolve("server.log"), ZoneOffset.UTC))),
                System::currentTimeMillis,
                System::nanoTime);
        feeder.start();
    }

    @AfterEach
    void end() {
        feeder.close();
    }

    private void write(int lines) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            text.append("2026-01-02 03:04:05,678 INFO  A - line ")
                    .append(written++)
                    .append('\n');
        }
        Files.writeString(folder.resolve("server.log"), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private void expectEachLineOnce() {
        List<String> all =
                IntStream.range(0, written).mapToObj(i -> "line " + i).toList();
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(sink.messages()).isEqualTo(all));
    }

    @Test
    void everyLineIsKeptOnceInBatchesOfBoundedSizeWithTheLastOneSoonAfter() throws Exception {
        write(20_000);
        start();
        expectEachLineOnce();
        write(3);
        expectEachLineOnce();

        assertThat(sink.largest).isLessThan(10_000);
    }

    @Test
    void whatASinkRefusesComesAgainOnceItKeeps() throws Exception {
        sink.refuse(true);
        write(5_000);
        start();
        await().atMost(Duration.ofSeconds(20)).until(() -> sink.refusals() > 0);
        write(10);
        sink.refuse(false);

        expectEachLineOnce();
    }

    @Test
    void aFeederThatBeginsAgainGoesOnWhereTheSinkStands() throws Exception {
        write(100);
        start();
        expectEachLineOnce();
        feeder.close();
        write(100);
        start();

        expectEachLineOnce();
    }
}
