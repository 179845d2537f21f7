package io.conclave.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.conclave.testing.PostgresServer;
import io.conclave.testing.RunningProduct;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged product with its database on a real PostgreSQL server, which is restarted under it. */
class PostgresIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    @Test
    void filesMovesAndAuditOutliveRestartsOfTheServerAndOfTheProduct() throws Exception {
        PostgresServer server = PostgresServer.shared();
        Map<String, String> environment = environment(server);
        Map<String, byte[]> contents = new HashMap<>();
        try (RunningProduct product = RunningProduct.demo(folder, environment)) {
            for (int i = 0; i < 9; i++) {
                upload(product, "before-" + i, contents);
            }
            assertThat(product.send("POST", "/api/nodes/zk1/drain", "{\"reason\":\"to see it move\"}")
                            .statusCode())
                    .isEqualTo(200);
            awaitDrained(product, "zk1");

            CompletableFuture<Void> restarted = CompletableFuture.runAsync(() -> restart(server));
            for (int i = 0; i < 20; i++) {
                upload(product, "meanwhile-" + i, contents);
            }
            restarted.join();

            assertThat(product.send("POST", "/api/nodes/zk1/undrain", "{}").statusCode())
                    .isEqualTo(200);
            // Counts are told a little after what they count.
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> product.getJson("/api/overview")
                                    .at("/counts/totalFiles")
                                    .asInt()
                            == contents.size());
            requireAll(product, contents);
            assertThat(product.console()).doesNotContain(server.password());
            product.stop();
        }

        try (RunningProduct again = RunningProduct.demo(folder, environment)) {
            requireAll(again, contents);
            assertThat(again.getJson("/api/operations?action=upload&limit=100").toString())
                    .contains("meanwhile-19");
            assertThat(again.getJson("/api/operations?action=drain").toString()).contains("to see it move");
        }
    }

    @Test
    void productWhoseServerIsAwayIsLiveAndNotReadyAndBecomesReadyByItself() throws Exception {
        PostgresServer server = PostgresServer.shared();
        try (RunningProduct product = RunningProduct.demo(folder, environment(server))) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> product.get("/health/ready").statusCode() == 200);
            server.pause();
            try {
                HttpResponse<String> ready = product.get("/health/ready");

                assertThat(ready.statusCode()).isEqualTo(503);
                JsonNode said = JSON.readTree(ready.body());
                assertThat(said.get("status").asText()).isEqualTo("not_ready");
                assertThat(said.at("/checks/database").asText()).isEqualTo("the database does not answer");
                assertThat(said.at("/checks/ensemble").asText()).isEqualTo("ok");
                assertThat(product.get("/health/live").statusCode()).isEqualTo(200);
            } finally {
                server.resume();
            }
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> product.get("/health/ready").statusCode() == 200);
        }
    }

    @Test
    void startThatTheServerDoesNotLetInSaysWhoAndWhereAndNotThePassword() throws Exception {
        PostgresServer server = PostgresServer.shared();
        Map<String, String> environment = environment(server);
        environment.put("DATABASE_PASSWORD", "wr0ng-secret");

        try (RunningProduct product = RunningProduct.launch(folder, environment, "demo")) {
            assertThat(product.exitCode(Duration.ofSeconds(60))).isEqualTo(1);
            assertThat(product.console())
                    .contains("password authentication failed for user \"conclave\"", "127.0.0.1:" + server.port())
                    .doesNotContain("wr0ng-secret", "\tat ");
        }
    }

    private static Map<String, String> environment(PostgresServer server) {
        return new HashMap<>(Map.of(
                "DATABASE_URL", server.freshSchema(),
                "DATABASE_USER", server.user(),
                "DATABASE_PASSWORD", server.password(),
                "DEMO_WORKLOAD_ENABLED", "false",
                "AUTO_SCHEDULER_INTERVAL", "1"));
    }

    private static void upload(RunningProduct product, String name, Map<String, byte[]> contents) throws Exception {
        byte[] content = ("content of " + name).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        HttpResponse<String> answer = product.upload(name, content);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        contents.put(JSON.readTree(answer.body()).at("/file/id").asText(), content);
    }

    private static void awaitDrained(RunningProduct product, String node) {
        await("a drained node to be empty")
                .atMost(Duration.ofSeconds(30))
                .until(() -> product.getJson("/api/overview")
                                .at("/counts/files/" + node)
                                .asInt(-1)
                        == 0);
    }

    private static void requireAll(RunningProduct product, Map<String, byte[]> contents) throws Exception {
        JsonNode files = product.getJson("/api/files?limit=100").get("files");
        assertThat(files).hasSize(contents.size());
        for (JsonNode file : files) {
            String id = file.get("id").asText();
            assertThat(product.get("/api/files/" + id + "/content").body())
                    .isEqualTo(new String(contents.get(id), java.nio.charset.StandardCharsets.UTF_8));
        }
    }

    private static void restart(PostgresServer server) {
        try {
            server.restart();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
