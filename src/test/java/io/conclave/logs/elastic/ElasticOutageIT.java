package io.conclave.logs.elastic;

import static io.conclave.testing.Answers.done;
import static io.conclave.testing.Answers.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.audit.Action;
import io.conclave.audit.AuditTopics;
import io.conclave.audit.Operation;
import io.conclave.audit.OperationPage;
import io.conclave.audit.OperationStatus;
import io.conclave.bus.Bus;
import io.conclave.bus.ControllerRef;
import io.conclave.bus.Json;
import io.conclave.config.ElasticSettings;
import io.conclave.logs.Entries;
import io.conclave.logs.LogBatch;
import io.conclave.logs.LogEntry;
import io.conclave.logs.LogPosition;
import io.conclave.logs.LogQuery;
import io.conclave.logs.LogSearch;
import io.conclave.logs.LogSink;
import io.conclave.logs.LogSinkException;
import io.conclave.testing.OpenSearchServer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real OpenSearch that is killed, that hangs, and that is asked outside of the product. */
class ElasticOutageIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String SOURCE = "zk1/server.log";

    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();
    private OpenSearchServer server;
    private ElasticLogs logs;

    @BeforeEach
    void open() throws Exception {
        server = OpenSearchServer.shared();
        server.send("DELETE", "/conclave-logs-*", null);
        server.send("DELETE", "/operations", null);
        logs = open(0);
    }

    private ElasticLogs open(int retentionDays) {
        return new ElasticLogs(
                vertx,
                new ElasticSettings(server.url(), Optional.empty(), Optional.empty(), true, retentionDays),
                folder,
                Clock.systemUTC(),
                System::nanoTime,
                new SplittableRandom(1));
    }

    @AfterEach
    void close() {
        logs.close();
        done(vertx.close());
    }

    /** As the centre's reader does: what was not kept comes again from where the sink says that it is. */
    private static void feed(LogSink sink, List<LogEntry> entries, int batch, AtomicInteger kept)
            throws InterruptedException {
        boolean known = false;
        int next = 0;
        while (next < entries.size()) {
            try {
                if (!known) {
                    next = sink.positions().stream()
                            .mapToInt(position -> (int) position.offset())
                            .findFirst()
                            .orElse(0);
                    known = true;
                }
                int end = Math.min(entries.size(), next + batch);
                sink.keep(new LogBatch(entries.subList(next, end), List.of(new LogPosition(SOURCE, "1:2", end, 0, 0))));
                next = end;
                kept.set(end);
            } catch (LogSinkException again) {
                known = false;
                TimeUnit.MILLISECONDS.sleep(200);
            }
        }
    }

    @Test
    void killedDuringALoadAndStartedAgainItHasEveryLineOnce() throws Exception {
        Entries log = new Entries(Instant.now());
        List<LogEntry> entries = new ArrayList<>();
        for (int i = 0; i < 8_000; i++) {
            entries.add(log.after(1).say("Established session 0x" + i + " with negotiated timeout 4000 for client"));
        }
        AtomicInteger kept = new AtomicInteger();
        CompletableFuture<Void> load = CompletableFuture.runAsync(() -> {
            try {
                feed(logs.sink(), entries, 500, kept);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        await().atMost(LIMIT).until(() -> kept.get() >= 2_000);
        server.kill();
        assertThat(kept.get()).isLessThan(entries.size());
        server.start();
        load.get(90, TimeUnit.SECONDS);

        refresh();
        assertThat(json("GET", "/conclave-logs-*/_count").get("count").asInt()).isEqualTo(entries.size());
        assertThat(logs.figures().written() + logs.figures().repeated()).isGreaterThanOrEqualTo(entries.size());
        assertThat(logs.figures().dropped()).isEmpty();
        assertThat(logs.figures().retries()).isPositive();
    }

    @Test
    void serverThatHangsIsSaidToBeAwayWithinTwoSecondsAndFoundAgainAfterwards() throws Exception {
        LogSink sink = logs.sink();
        feed(sink, List.of(new Entries(Instant.now()).say("the one entry")), 1, new AtomicInteger());
        refresh();
        LogSearch search = logs.search();
        await().atMost(LIMIT)
                .ignoreExceptions()
                .until(() -> done(search.search(LogQuery.of("entry"))).total() == 1);
        server.pause();
        try {
            long begun = System.nanoTime();
            assertThat(problem(search.search(LogQuery.of("entry"))).code()).isEqualTo("elasticsearch_away");
            // Half a second is for a machine that has much else to do.
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMillis(2_500));
        } finally {
            server.resume();
        }
        await().atMost(LIMIT)
                .ignoreExceptions()
                .until(() -> done(search.search(LogQuery.of("entry"))).total() == 1);
    }

    private static Operation operation(long id, OperationStatus status) {
        return new Operation(
                id,
                Instant.parse("2026-05-01T10:00:00Z").plusSeconds(id),
                "page",
                Action.NODE_RESTART,
                "zk2",
                status,
                Json.object().put("any", id),
                null,
                null,
                null,
                null,
                null,
                null);
    }

    @Test
    void auditTrailIsFoundByCurlEachOperationAsItStoodLast() throws Exception {
        Bus bus = new Bus(vertx, new ControllerRef("test", 1), Clock.systemUTC());
        bus.serve(
                AuditTopics.LIST,
                page -> Future.succeededFuture(
                        page.before() == null
                                ? new OperationPage(
                                        List.of(
                                                operation(4, OperationStatus.RUNNING),
                                                operation(3, OperationStatus.FAILED)),
                                        3L)
                                : new OperationPage(List.of(operation(2, OperationStatus.OK)), null)));
        done(vertx.deployVerticle(logs.verticle(bus)));
        await().atMost(LIMIT).ignoreExceptions().untilAsserted(() -> assertThat(statuses())
                .containsExactly("running", "failed", "ok"));
        bus.publish(AuditTopics.OPERATIONS, operation(5, OperationStatus.REFUSED));
        bus.publish(AuditTopics.OPERATIONS, operation(4, OperationStatus.OK));
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(statuses()).containsExactly("refused", "ok", "failed", "ok"));
        assertThat(json("GET", "/operations/_search?q=status:failed")
                        .at("/hits/hits/0/_source/node")
                        .asText())
                .isEqualTo("zk2");
    }

    private List<String> statuses() throws IOException {
        server.send("POST", "/operations/_refresh", null);
        return json("GET", "/operations/_search?sort=id:desc").at("/hits/hits").findValues("status").stream()
                .map(JsonNode::asText)
                .toList();
    }

    @Test
    void indicesOfDaysThatArePastAreDeletedAndOthersStay() throws Exception {
        for (String index : List.of("conclave-logs-2020.01.01", "conclave-logs-mine", "logs-2020.01.01")) {
            assertThat(server.send("PUT", "/" + index, null).statusCode()).isEqualTo(200);
        }
        Bus bus = new Bus(vertx, new ControllerRef("test", 1), Clock.systemUTC());
        try (ElasticLogs keeping = open(30)) {
            done(vertx.deployVerticle(keeping.verticle(bus)));
            await().atMost(LIMIT)
                    .until(() -> server.send("HEAD", "/conclave-logs-2020.01.01", null)
                                    .statusCode()
                            == 404);
            assertThat(server.send("HEAD", "/conclave-logs-mine", null).statusCode())
                    .isEqualTo(200);
            assertThat(server.send("HEAD", "/logs-2020.01.01", null).statusCode())
                    .isEqualTo(200);
        } finally {
            server.send("DELETE", "/logs-2020.01.01", null);
        }
    }

    @Test
    void documentsThatAnIndexOfAnotherMakingCannotTakeAreLeftOutAndSaid() throws Exception {
        Instant now = Instant.now();
        LogEntry entry = new Entries(now).say("x");
        assertThat(server.send(
                                "PUT",
                                "/" + LogDocument.index(entry, now),
                                "{\"mappings\":{\"_routing\":{\"required\":true}}}")
                        .statusCode())
                .isEqualTo(200);
        feed(logs.sink(), List.of(entry), 1, new AtomicInteger());
        assertThat(logs.figures().dropped()).isEqualTo(Map.of("routing_missing_exception", 1L));
    }

    private void refresh() throws IOException {
        assertThat(server.send("POST", "/conclave-logs-*/_refresh", null).statusCode())
                .isEqualTo(200);
    }

    private JsonNode json(String method, String path) throws IOException {
        return Json.parse(server.send(method, path, null).body());
    }
}
