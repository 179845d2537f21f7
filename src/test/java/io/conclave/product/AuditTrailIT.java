package io.conclave.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.conclave.testing.CsvText;
import io.conclave.testing.RunningProduct;
import io.conclave.testing.Signals;
import io.conclave.testing.StreamViewer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit trail of the packaged product, seen from outside while real servers stop, start and hang. */
class AuditTrailIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration WITHIN_THE_LIMIT_AND_A_BIT = Duration.ofSeconds(75);
    private static final Map<String, String> QUIET =
            Map.of("DEMO_WORKLOAD_ENABLED", "false", "AUTO_SCHEDULER_ENABLED", "false");

    @TempDir
    Path folder;

    @Test
    void stoppedAndStartedServerIsMeasuredBeforeWhenSettledAndAMinuteLater() throws Exception {
        try (RunningProduct product = RunningProduct.demo(folder, QUIET);
                StreamViewer viewer = product.viewer()) {
            viewer.register("conclave.operations");
            product.awaitHealthyEnsemble();
            String follower = follower(product);

            long stop = act(product, follower, "stop");
            JsonNode stopped = awaitState(product, stop, "settled", "measured", SOON);
            long start = act(product, follower, "start");
            JsonNode started = awaitState(product, start, "settled", "measured", SOON);
            product.upload("=1+1, \"quoted\".txt", new byte[] {1, 2, 3});

            assertThat(stopped.at("/operation/settled/recoverMs").asLong(-1)).isBetween(0L, 10_000L);
            assertThat(changed(stopped, follower, "settledChanged")).contains("role", "health", "zxid");
            assertThat(changed(stopped, null, "settledChanged")).contains("quorum.up");
            assertThat(figure(stopped, follower, "role").get("settled").asText())
                    .isEqualTo("down");
            assertThat(started.at("/operation/settled/recoverMs").asLong(-1)).isBetween(0L, 15_000L);
            assertThat(figure(started, follower, "role").get("settled").asText())
                    .isEqualTo("follower");
            assertThat(started.at("/operation/durationMs").asLong()).isPositive();

            JsonNode later = awaitState(product, stop, "later", "measured", WITHIN_THE_LIMIT_AND_A_BIT);
            assertThat(figure(later, follower, "role").get("later").asText())
                    .as("started again meanwhile")
                    .isEqualTo("follower");
            assertThat(Duration.between(
                            instant(later.at("/operation/endedAt")), instant(later.at("/operation/later/at"))))
                    .isBetween(Duration.ofSeconds(60), Duration.ofSeconds(70));
            awaitState(product, start, "later", "measured", WITHIN_THE_LIMIT_AND_A_BIT);

            viewer.awaitMessage(
                    "conclave.operations",
                    SOON,
                    row -> row.get("id").asLong() == stop
                            && row.at("/later/state").asText().equals("measured"));
            assertThat(viewer.messages("conclave.operations"))
                    .filteredOn(row -> row.get("id").asLong() == stop)
                    .extracting(row -> row.get("status").asText() + " "
                            + row.at("/settled/state").asText() + " "
                            + row.at("/later/state").asText())
                    .containsExactly("running  ", "ok pending pending", "ok measured pending", "ok measured measured");
            assertThat(product.get("/metrics").body())
                    .contains(
                            "zk_demo_operations_total{action=\"node_stop\",status=\"ok\"} 1.0",
                            "zk_demo_operation_duration_seconds_count{action=\"node_stop\"} 1",
                            "zk_demo_recovery_seconds_count{action=\"node_start\"} 1");

            exportsHaveTheRowsOfRest(product, follower);
        }
    }

    private static void exportsHaveTheRowsOfRest(RunningProduct product, String follower) throws Exception {
        List<JsonNode> rows = new ArrayList<>();
        String before = "";
        while (before != null) {
            JsonNode page = product.getJson("/api/operations?limit=2" + before);
            page.get("operations").forEach(rows::add);
            before = page.get("nextBefore").isNull()
                    ? null
                    : "&before=" + page.get("nextBefore").asText();
        }
        assertThat(rows).hasSizeGreaterThanOrEqualTo(3);

        JsonNode json = product.getJson("/api/operations/export?format=json");
        assertThat(json).containsExactlyElementsOf(rows);

        List<List<String>> csv =
                CsvText.parse(product.get("/api/operations/export?format=csv").body());
        List<String> header = csv.get(0);
        assertThat(csv).hasSize(rows.size() + 1);
        for (int i = 0; i < rows.size(); i++) {
            List<String> line = csv.get(i + 1);
            for (String column :
                    List.of("id", "timestamp", "endedAt", "durationMs", "actor", "action", "node", "status")) {
                JsonNode value = rows.get(i).get(column);
                assertThat(line.get(header.indexOf(column))).isEqualTo(value.isNull() ? "" : value.asText());
            }
            assertThat(JSON.readTree(line.get(header.indexOf("details"))))
                    .isEqualTo(rows.get(i).get("details"));
        }
        assertThat(product.getJson("/api/operations/export?format=json&action=node_stop&node=" + follower))
                .hasSize(1);
    }

    @Test
    void controllerKilledInTheMiddleOfAnActionLeavesARowThatTheNextOneClosesAsInterrupted() throws Exception {
        long drain;
        try (RunningProduct product = RunningProduct.demo(folder, QUIET)) {
            String follower = follower(product);
            product.send(
                    "POST",
                    "/api/demo/stress",
                    "{\"node\":\"" + follower + "\",\"files\":2,\"trigger_scheduler\":false}");
            product.send("POST", "/api/nodes/" + follower + "/drain", "{\"reason\":\"disk swap\"}");
            drain = only(product, "drain").get("id").asLong();
            // A server that hangs is not stopped at once, which leaves the time to end the controller meanwhile.
            Signals.send("STOP", Signals.serverOf(product.pid(), follower).pid());
            CompletableFuture<Void> asked = CompletableFuture.runAsync(() -> {
                try {
                    product.send("POST", "/api/nodes/" + follower + "/stop", null);
                } catch (Exception ended) {
                    // The answer never comes.
                }
            });
            await().atMost(SOON)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> product.getJson("/api/operations?action=node_stop&status=running")
                                    .get("operations")
                                    .size()
                            == 1);
            product.kill();
            asked.join();
        }

        try (RunningProduct again = RunningProduct.demo(folder, QUIET)) {
            JsonNode interrupted = only(again, "node_stop");
            assertThat(interrupted.get("status").asText()).isEqualTo("interrupted");
            assertThat(interrupted.get("endedAt").isNull()).isTrue();
            assertThat(interrupted.get("beforeMetrics").get("nodes")).hasSize(3);
            for (String kind : List.of("settled", "later")) {
                assertThat(interrupted.get(kind).get("state").asText()).isEqualTo("unmeasured");
                assertThat(interrupted.get(kind).get("reason").asText()).isEqualTo("controller_ended");
                assertThat(interrupted.get(kind).get("sentence").get("zh").asText())
                        .isNotBlank();
            }
            JsonNode drained = again.getJson("/api/operations/" + drain).get("operation");
            assertThat(drained.get("status").asText()).isEqualTo("ok");
            assertThat(drained.get("settled").get("reason").asText()).isEqualTo("controller_ended");
            assertThat(again.get("/metrics").body())
                    .contains("zk_demo_operations_total{action=\"node_stop\",status=\"interrupted\"} 1.0");
        }
    }

    private static JsonNode only(RunningProduct product, String action) throws Exception {
        JsonNode rows = product.getJson("/api/operations?action=" + action).get("operations");
        assertThat(rows).hasSize(1);
        return rows.get(0);
    }

    private static String follower(RunningProduct product) throws Exception {
        String leader = product.getJson("/api/overview").at("/ensemble/leader").asText();
        return IntStream.rangeClosed(1, 3)
                .mapToObj(i -> "zk" + i)
                .filter(id -> !id.equals(leader))
                .findFirst()
                .orElseThrow();
    }

    private static long act(RunningProduct product, String node, String action) throws Exception {
        HttpResponse<String> answer = product.send("POST", "/api/nodes/" + node + "/" + action, null);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body()).get("operationId").asLong();
    }

    private static JsonNode awaitState(RunningProduct product, long id, String kind, String state, Duration limit) {
        return await(kind + " of operation " + id)
                .atMost(limit)
                .until(() -> product.getJson("/api/operations/" + id), detail -> detail.at(
                                "/operation/" + kind + "/state")
                        .asText()
                        .equals(state));
    }

    private static JsonNode figure(JsonNode detail, String node, String figure) {
        return StreamSupport.stream(detail.get("difference").spliterator(), false)
                .filter(row -> row.get("figure").asText().equals(figure)
                        && row.get("node").asText().equals(String.valueOf(node)))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> changed(JsonNode detail, String node, String which) {
        return StreamSupport.stream(detail.get("difference").spliterator(), false)
                .filter(row -> row.get("node").asText().equals(String.valueOf(node)))
                .filter(row -> row.get(which).asBoolean())
                .map(row -> row.get("figure").asText())
                .toList();
    }

    private static Instant instant(JsonNode text) {
        return Instant.parse(text.asText());
    }
}
