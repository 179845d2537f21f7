package io.conclave.logs.elastic;

import static io.conclave.testing.Answers.done;
import static io.conclave.testing.Answers.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.config.ElasticSettings;
import io.conclave.logs.Entries;
import io.conclave.logs.LogBatch;
import io.conclave.logs.LogEntry;
import io.conclave.logs.LogPosition;
import io.conclave.logs.LogQuery;
import io.conclave.logs.LogSink;
import io.conclave.logs.LogSinkException;
import io.conclave.testing.UnusedPort;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of entries where Elasticsearch takes only a part of them, or none. */
class ElasticSinkTest {

    private static final LogPosition POSITION = new LogPosition("zk1/server.log", "1:2", 300, 5, 256);

    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final ScriptedElastic server = new ScriptedElastic(vertx);
    private final List<LogEntry> entries = entries(10);
    private ElasticLogs logs;
    private LogSink sink;

    @BeforeEach
    void open() throws Exception {
        open(ElasticSettings.at(server.url()));
        assertThat(sink.positions()).isEmpty();
    }

    private void open(ElasticSettings settings) {
        logs = new ElasticLogs(
                vertx,
                settings,
                folder,
                new Times(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(3)),
                Clock.systemUTC(),
                System::nanoTime,
                new SplittableRandom(1));
        sink = logs.sink();
    }

    @AfterEach
    void close() {
        logs.close();
        done(vertx.close());
    }

    private static List<LogEntry> entries(int count) {
        Entries log = new Entries(Instant.now());
        List<LogEntry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            entries.add(log.after(1).say("line " + i));
        }
        return entries;
    }

    private void keep() throws Exception {
        sink.keep(new LogBatch(entries, List.of(POSITION)));
    }

    private static int number(JsonNode document) {
        return Integer.parseInt(document.get("message").asText().substring("line ".length()));
    }

    @Test
    void requestThatIsTurnedAwayOrCutOffIsMadeAgain() throws Exception {
        server.refusals.addAll(List.of(429, 503, 0));
        keep();
        assertThat(server.taken).hasSize(10);
        assertThat(logs.figures().retries()).isEqualTo(3);
        assertThat(sink.positions()).containsExactly(POSITION);
    }

    @Test
    void onlyWhatWasTurnedAwayIsSentAgain() throws Exception {
        Set<Integer> turnedAway = new HashSet<>(Set.of(2, 5));
        server.faults = document -> turnedAway.remove(number(document)) ? "429 es_rejected_execution_exception" : "";
        keep();
        assertThat(server.sizes).containsExactly(10, 2);
        assertThat(logs.figures()).isEqualTo(new ElasticFigures(10, 0, 1, Map.of()));
    }

    @Test
    void whatIsNeverTakenIsLeftOutCountedAndHoldsUpNothing() throws Exception {
        server.faults = document -> number(document) % 4 == 0 ? "400 mapper_parsing_exception" : "";
        keep();
        assertThat(server.taken).hasSize(7);
        assertThat(logs.figures().dropped()).isEqualTo(Map.of("mapper_parsing_exception", 3L));
        assertThat(sink.positions()).containsExactly(POSITION);
    }

    @Test
    void whatWasThereAlreadyIsAsGoodAsWritten() throws Exception {
        keep();
        keep();
        assertThat(logs.figures()).isEqualTo(new ElasticFigures(10, 10, 0, Map.of()));
    }

    @Test
    void requestThatIsTooLargeIsHalvedUntilItIsNot() throws Exception {
        server.mostDocuments = 3;
        keep();
        assertThat(server.taken).hasSize(10);
        assertThat(server.sizes).containsExactly(10, 5, 2, 3, 5, 2, 3);
    }

    @Test
    void singleEntryThatIsTooLargeIsLeftOut() throws Exception {
        server.mostDocuments = 0;
        keep();
        assertThat(logs.figures().dropped()).isEqualTo(Map.of("status 413", 10L));
    }

    @Test
    void fullDiskIsWaitedForAndThenGivenUpWithoutMovingOn() throws Exception {
        server.faults = document -> "403 cluster_block_exception";
        assertThatThrownBy(this::keep)
                .isInstanceOf(LogSinkException.class)
                .hasMessageContaining("no room for 10 of 10 documents");
        assertThat(logs.figures().retries()).isPositive();
        assertThat(logs.figures().dropped()).isEmpty();
        assertThat(sink.positions()).isEmpty();
    }

    @Test
    void lackOfRightsIsSaidAtOnceAndDropsNothing() throws Exception {
        server.faults = document -> "403 security_exception";
        assertThatThrownBy(this::keep).isInstanceOf(LogSinkException.class).hasMessageContaining("because");
        server.refusals.add(401);
        assertThatThrownBy(this::keep)
                .isInstanceOf(LogSinkException.class)
                .hasMessageContaining("ELASTICSEARCH_API_KEY");
        assertThat(logs.figures()).isEqualTo(new ElasticFigures(0, 0, 0, Map.of()));
    }

    @Test
    void clusterThatWasSetUpAnewIsGivenEverythingAgain() throws Exception {
        keep();
        assertThat(sink.positions()).containsExactly(POSITION);
        server.clusterId = "second";
        server.refusals.add(0);
        assertThatThrownBy(this::keep).hasMessageContaining("another cluster");
        assertThat(sink.positions()).isEmpty();
        keep();
        assertThat(sink.positions()).containsExactly(POSITION);
    }

    @Test
    void positionsAreThereAfterARestartAndAFileThatCannotBeReadCountsAsNone() throws Exception {
        keep();
        open(ElasticSettings.at(server.url()));
        assertThat(sink.positions()).containsExactly(POSITION);
        Files.writeString(folder.resolve("elasticsearch-positions.json"), "{\"cluster\":\"first\",\"posi");
        open(ElasticSettings.at(server.url()));
        assertThat(sink.positions()).isEmpty();
    }

    @Test
    void signsInByPasswordOrKey() throws Exception {
        for (ElasticSettings.Login login :
                List.of(new ElasticSettings.Password("writer", "pa:ss"), new ElasticSettings.ApiKey("a2V5"))) {
            open(new ElasticSettings(server.url(), Optional.of(login), Optional.empty(), true, 0));
            assertThat(sink.positions()).isEmpty();
        }
        assertThat(server.authorizations).contains("null", "Basic d3JpdGVyOnBhOnNz", "ApiKey a2V5");
    }

    @Test
    void addressWhereNobodyIsFailsAtOnceForTheWriterAndForTheSearch() {
        open(ElasticSettings.at(URI.create("http://127.0.0.1:" + UnusedPort.any())));
        assertThatThrownBy(sink::positions)
                .isInstanceOf(LogSinkException.class)
                .hasMessageContaining("does not answer");
        assertThat(problem(logs.search().search(LogQuery.everything())).code()).isEqualTo("elasticsearch_away");
    }

    @Test
    void writerThatIsToEndDoesNotWaitForAServerThatHangs() throws Exception {
        server.hangs = true;
        AtomicReference<Throwable> ended = new AtomicReference<>();
        Thread writer = new Thread(() -> {
            try {
                keep();
            } catch (Exception e) {
                ended.set(e);
            }
        });
        writer.start();
        await().until(() -> !server.sizes.isEmpty());
        writer.interrupt();
        writer.join(1_000);
        assertThat(ended.get()).isInstanceOf(InterruptedException.class);
        assertThat(sink.positions()).isEmpty();
    }

    @Test
    void whatIsNoElasticsearchIsSaidToBeNone() {
        int port = done(vertx.createHttpServer()
                        .requestHandler(request -> request.response().end("<html>It works!</html>"))
                        .listen(0, "127.0.0.1"))
                .actualPort();
        open(ElasticSettings.at(URI.create("http://127.0.0.1:" + port)));
        assertThatThrownBy(sink::positions).hasMessageContaining("no Elasticsearch");
    }
}
