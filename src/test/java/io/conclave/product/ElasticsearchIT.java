package io.conclave.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.bus.Json;
import io.conclave.testing.OpenSearchServer;
import io.conclave.testing.RunningProduct;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The product beside a real OpenSearch: what it writes there, what it finds there, and what it does without it. */
class ElasticsearchIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @Test
    void logsAndAuditTrailAreFoundThereAndTheEmbeddedIndexAnswersWhileItIsAway() throws Exception {
        OpenSearchServer server = OpenSearchServer.shared();
        server.send("DELETE", "/conclave-logs-*", null);
        server.send("DELETE", "/operations", null);
        try (RunningProduct product = RunningProduct.demo(
                folder, Map.of("ELASTICSEARCH_URL", server.url().toString()))) {
            assertThat(product.send("POST", "/api/nodes/zk2/drain", "{}").statusCode())
                    .isLessThan(300);
            await().atMost(LIMIT).ignoreExceptions().untilAsserted(() -> {
                JsonNode page = product.getJson("/api/logs/search?q=election&service=zookeeper");
                assertThat(page.get("source").asText()).isEqualTo("elasticsearch");
                assertThat(page.get("degraded").isNull()).isTrue();
                assertThat(page.get("total").asInt()).isPositive();
                assertThat(page.at("/hits/0/highlights")).isNotEmpty();
            });
            await().atMost(LIMIT).ignoreExceptions().untilAsserted(() -> assertThat(
                            Json.parse(server.send("GET", "/operations/_search?q=action:drain", null)
                                            .body())
                                    .at("/hits/hits/0/_source/status")
                                    .asText())
                    .isEqualTo("ok"));
            String id = product.getJson("/api/logs/search?q=drain&service=operations")
                    .at("/hits/0/id")
                    .asText();
            assertThat(product.getJson("/api/logs/" + id + "/context").get("hits"))
                    .isNotEmpty();

            server.pause();
            try {
                long begun = System.nanoTime();
                JsonNode page = product.getJson("/api/logs/search?q=election&service=zookeeper");
                // The rest is for the embedded index, and for a machine that has much else to do.
                assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(3));
                assertThat(page.get("source").asText()).isEqualTo("embedded");
                assertThat(page.get("degraded").asText()).isEqualTo("elasticsearch_away");
                assertThat(page.get("total").asInt()).isPositive();
            } finally {
                server.resume();
            }
            await().atMost(LIMIT).ignoreExceptions().untilAsserted(() -> assertThat(
                            product.getJson("/api/logs/search?q=election")
                                    .get("source")
                                    .asText())
                    .isEqualTo("elasticsearch"));
        }
    }
}
