package io.conclave.logs.elastic;

import static org.assertj.core.api.Assertions.assertThat;

import io.conclave.config.ElasticSettings;
import io.conclave.logs.LogBatch;
import io.conclave.logs.LogEntry;
import io.conclave.logs.LogSearch;
import io.conclave.logs.LogSearchContract;
import io.conclave.logs.LogSink;
import io.conclave.testing.OpenSearchServer;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;

/** Searches in a real OpenSearch. */
class ElasticSearchIT extends LogSearchContract {

    @TempDir
    static Path folder;

    private final Vertx vertx = Vertx.vertx();
    private ElasticLogs logs;

    @Override
    protected LogSearch open(List<LogEntry> all) throws Exception {
        OpenSearchServer server = OpenSearchServer.shared();
        server.send("DELETE", "/conclave-logs-*", null);
        logs = new ElasticLogs(
                vertx,
                ElasticSettings.at(server.url()),
                folder,
                // Of a machine that has much else to do, since nothing here is about time.
                new Times(
                        Duration.ofSeconds(15), Duration.ofSeconds(15), Duration.ofSeconds(15), Duration.ofSeconds(30)),
                Clock.systemUTC(),
                System::nanoTime,
                new SplittableRandom(1));
        LogSink sink = logs.sink();
        assertThat(sink.positions()).isEmpty();
        sink.keep(new LogBatch(all, List.of()));
        // The same again, as after a crash between the two halves of it.
        sink.keep(new LogBatch(all, List.of()));
        assertThat(logs.figures().written()).isEqualTo(all.size());
        assertThat(logs.figures().repeated()).isEqualTo(all.size());
        assertThat(server.send("POST", "/conclave-logs-*/_refresh", null).statusCode())
                .isEqualTo(200);
        return logs.search();
    }

    @AfterAll
    void end() throws Exception {
        if (logs != null) {
            logs.close();
        }
        vertx.close().await(5, TimeUnit.SECONDS);
    }
}
