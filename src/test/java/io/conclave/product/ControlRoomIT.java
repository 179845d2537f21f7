package io.conclave.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.conclave.testing.RunningProduct;
import io.conclave.testing.Signals;
import io.conclave.testing.StreamViewer;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The packaged product with its real ensemble, seen from outside, without demo traffic and automatic rounds. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ControlRoomIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final long POLL_MS = 250;

    private RunningProduct product;
    private StreamViewer viewer;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        product = RunningProduct.demo(
                folder, Map.of("DEMO_WORKLOAD_ENABLED", "false", "AUTO_SCHEDULER_ENABLED", "false"));
        viewer = product.viewer();
        List.of("ensemble", "counts", "plan", "migrations", "operations", "tasks", "elections")
                .forEach(topic -> viewer.register("conclave." + topic));
    }

    @AfterAll
    void stop() {
        viewer.close();
        product.close();
    }

    @Test
    void everyNodeIsListedWithItsAddress() throws Exception {
        JsonNode nodes = product.getJson("/api/nodes");
        JsonNode list = nodes.isArray() ? nodes : nodes.get("nodes");

        assertThat(list).hasSize(3).allSatisfy(node -> {
            assertThat(node.get("id").asText()).matches("zk[123]");
            assertThat(node.get("host").asText()).isEqualTo("127.0.0.1");
            assertThat(node.get("port").asInt()).isPositive();
        });
    }

    @Test
    void snapshotHoldsTheStateOfEveryTopicAskedFor() {
        JsonNode ensemble = viewer.snapshot("conclave.ensemble");
        JsonNode operations = viewer.snapshot("conclave.operations");

        assertThat(ensemble.get("seq").asLong()).isPositive();
        assertThat(ensemble.get("state").get("leader").asText()).matches("zk[123]");
        assertThat(ensemble.get("state").get("quorum").get("tolerates").asInt()).isEqualTo(1);
        assertThat(operations.get("state").get("recent").isArray()).isTrue();
    }

    @Test
    void roundWithAnEmptyBodyMovesFilesFromTheFullestNode() throws Exception {
        HttpResponse<String> made = product.send(
                "POST",
                "/api/files/bulk-generate",
                "{\"count\":12,\"size_bytes\":512,\"strategy\":\"pin\",\"node\":\"zk1\"}");
        assertThat(made.statusCode()).as(made.body()).isBetween(200, 201);

        HttpResponse<String> run = product.send("POST", "/api/scheduler/run", null);

        assertThat(run.statusCode()).as(run.body()).isEqualTo(200);
        JsonNode result = JSON.readTree(run.body());
        assertThat(result.get("executed").asBoolean()).isTrue();
        assertThat(result.get("moved").asInt()).isEqualTo(1);
        assertThat(result.get("before").get("reason").asText()).isEqualTo("migrate");
        viewer.awaitMessage(
                "conclave.migrations", SOON, body -> body.get("step").asText().equals("done"));
    }

    @Test
    void approvedPlanIsRunExactlyOrSaysWhatChanged() throws Exception {
        product.send("POST", "/api/demo/stress", "{\"node\":\"zk2\",\"files\":30,\"trigger_scheduler\":false}");
        String planId = product.getJson("/api/scheduler/diagnostics").get("id").asText();
        product.send("POST", "/api/demo/stress", "{\"node\":\"zk2\",\"files\":1,\"trigger_scheduler\":false}");

        HttpResponse<String> stale = product.send("POST", "/api/scheduler/run", "{\"planId\":\"" + planId + "\"}");
        JsonNode fresh = product.getJson("/api/scheduler/diagnostics");
        HttpResponse<String> approved = product.send(
                "POST", "/api/scheduler/run", "{\"planId\":\"" + fresh.get("id").asText() + "\"}");

        assertThat(stale.statusCode()).as(stale.body()).isEqualTo(409);
        assertThat(approved.statusCode()).as(approved.body()).isEqualTo(200);
        assertThat(JSON.readTree(approved.body()).get("moved").asInt())
                .isEqualTo(fresh.get("moves").size());
    }

    @Test
    void uploadComesBackByteForByteWithItsHashAndHistory() throws Exception {
        byte[] content = "the quick brown fox 狐狸".repeat(5_000).getBytes(StandardCharsets.UTF_8);

        HttpResponse<String> uploaded = product.upload("fox 🦊.txt", content);
        assertThat(uploaded.statusCode()).as(uploaded.body()).isEqualTo(201);
        JsonNode answer = JSON.readTree(uploaded.body());
        JsonNode file = answer.has("file") ? answer.get("file") : answer;
        String id = file.get("id").asText();

        assertThat(file.get("name").asText()).isEqualTo("fox 🦊.txt");
        assertThat(file.get("sha256").asText()).isEqualTo(sha256(content));
        HttpResponse<String> back = product.get("/api/files/" + id + "/content");
        assertThat(back.body().getBytes(StandardCharsets.UTF_8)).isEqualTo(content);
        assertThat(product.getJson("/api/files/" + id)
                        .get("history")
                        .get(0)
                        .get("action")
                        .asText())
                .isEqualTo("upload");
    }

    @Test
    void foreignClientFindsEveryFileBelowDemoFiles() throws Exception {
        product.upload("seen-by-others.txt", new byte[] {1, 2, 3});
        String connect = StreamSupport.stream(
                        product.getJson("/api/overview")
                                .get("ensemble")
                                .get("nodes")
                                .spliterator(),
                        false)
                .map(node -> node.get("host").asText() + ":" + node.get("port").asText())
                .reduce((a, b) -> a + "," + b)
                .orElseThrow();
        try (ZooKeeper foreign = new ZooKeeper(connect, 10_000, event -> {})) {
            await().atMost(SOON).ignoreExceptions().untilAsserted(() -> {
                foreign.sync("/demo/files", (rc, path, context) -> {}, null);
                assertThat(new TreeSet<>(foreign.getChildren("/demo/files", false)))
                        .isEqualTo(fileIds());
            });
            for (String id : fileIds()) {
                JsonNode znode = JSON.readTree(foreign.getData("/demo/files/" + id, false, null));
                JsonNode row = product.getJson("/api/files/" + id);
                assertThat(znode.get("node")).isEqualTo(row.get("node"));
                assertThat(znode.get("sha256")).isEqualTo(row.get("sha256"));
            }
        }
    }

    private TreeSet<String> fileIds() throws Exception {
        TreeSet<String> ids = new TreeSet<>();
        String cursor = "";
        while (cursor != null) {
            JsonNode page = product.getJson("/api/files?limit=100" + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
            page.get("files").forEach(file -> ids.add(file.get("id").asText()));
            cursor = page.get("nextCursor").isNull()
                    ? null
                    : page.get("nextCursor").asText();
        }
        return ids;
    }

    @Test
    void drainedNodeEmptiesAndASecondDrainAnswersTheSame() throws Exception {
        product.send("POST", "/api/demo/stress", "{\"node\":\"zk3\",\"files\":4,\"trigger_scheduler\":false}");
        try {
            HttpResponse<String> first = product.send("POST", "/api/nodes/zk3/drain", "{\"reason\":\"disk swap\"}");
            HttpResponse<String> second = product.send("POST", "/api/nodes/zk3/drain", "{\"reason\":\"disk swap\"}");
            assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
            assertThat(second.statusCode()).isEqualTo(200);
            assertThat(JSON.readTree(second.body()).get("drainedAt"))
                    .isEqualTo(JSON.readTree(first.body()).get("drainedAt"));

            await().atMost(SOON).untilAsserted(() -> {
                product.send("POST", "/api/scheduler/run", null);
                assertThat(product.getJson("/api/overview")
                                .get("counts")
                                .get("files")
                                .get("zk3")
                                .asInt())
                        .isZero();
            });
            assertThat(viewer.messages("conclave.plan"))
                    .anySatisfy(plan -> assertThat(plan.get("reason").asText()).isEqualTo("drain"));
        } finally {
            product.send("POST", "/api/nodes/zk3/undrain", null);
        }
    }

    @Test
    void killedLeaderIsOnTheStreamWithinPollIntervalPlus250Milliseconds() throws Exception {
        String leader =
                viewer.snapshot("conclave.ensemble").get("state").get("leader").asText();
        long killed = System.nanoTime();
        Signals.send("KILL", Signals.serverOf(product.pid(), leader).pid());
        try {
            StreamViewer.Frame seen = viewer.await(
                    "the kill of " + leader,
                    SOON,
                    json -> "conclave.ensemble".equals(json.path("address").asText())
                            && node(json.get("body"), leader)
                                    .get("role")
                                    .asText()
                                    .equals("down"));

            assertThat(Duration.ofNanos(seen.nanoTime() - killed)).isLessThan(Duration.ofMillis(POLL_MS + 250));
            viewer.await(
                    "a new leader",
                    SOON,
                    json -> "conclave.ensemble".equals(json.path("address").asText())
                            && !json.get("body").get("leader").asText(leader).equals(leader));
            viewer.awaitMessage("conclave.elections", SOON, event -> event.get("kind")
                    .asText()
                    .equals("leader_changed"));
        } finally {
            product.send("POST", "/api/nodes/" + leader + "/start", null);
            product.awaitHealthyEnsemble();
        }
    }

    @Test
    void stoppedProcessIsShownAsHungAndNotAsDown() throws Exception {
        String leader =
                viewer.snapshot("conclave.ensemble").get("state").get("leader").asText();
        String follower = IntStream.rangeClosed(1, 3)
                .mapToObj(i -> "zk" + i)
                .filter(id -> !id.equals(leader))
                .findFirst()
                .orElseThrow();
        long pid = Signals.serverOf(product.pid(), follower).pid();
        Signals.send("STOP", pid);
        try {
            viewer.await(
                    "the hang of " + follower,
                    SOON,
                    json -> "conclave.ensemble".equals(json.path("address").asText())
                            && node(json.get("body"), follower)
                                    .get("health")
                                    .asText()
                                    .equals("hung"));
            assertThat(viewer.messages("conclave.elections")).noneSatisfy(event -> {
                assertThat(event.get("node").asText()).isEqualTo(follower);
                assertThat(event.get("kind").asText()).isEqualTo("stopped");
            });
        } finally {
            Signals.send("CONT", pid);
            product.awaitHealthyEnsemble();
        }
    }

    @Test
    void consoleKeepsWorkingWhileTheWholeEnsembleIsDown() throws Exception {
        for (String id : List.of("zk1", "zk2", "zk3")) {
            Signals.send("KILL", Signals.serverOf(product.pid(), id).pid());
        }
        try {
            await("the loss of every node")
                    .atMost(Duration.ofSeconds(5))
                    .until(() -> product.getJson("/api/overview")
                                    .get("ensemble")
                                    .get("quorum")
                                    .get("up")
                                    .asInt()
                            == 0);
            HttpResponse<String> uploaded = product.upload("while-down.txt", new byte[100]);

            assertThat(uploaded.statusCode()).as(uploaded.body()).isEqualTo(503);
        } finally {
            for (String id : List.of("zk1", "zk2", "zk3")) {
                product.send("POST", "/api/nodes/" + id + "/start", null);
            }
            product.awaitHealthyEnsemble();
        }
    }

    private static JsonNode node(JsonNode ensemble, String id) {
        for (JsonNode node : ensemble.get("nodes")) {
            if (node.get("id").asText().equals(id)) {
                return node;
            }
        }
        throw new AssertionError("no node " + id);
    }

    private static String sha256(byte[] content) throws Exception {
        return java.util.HexFormat.of()
                .formatHex(java.security.MessageDigest.getInstance("SHA-256").digest(content));
    }
}
