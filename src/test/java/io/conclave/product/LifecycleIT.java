package io.conclave.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.conclave.testing.Alone;
import io.conclave.testing.RunningProduct;
import io.conclave.testing.Signals;
import io.conclave.testing.StreamViewer;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts and ends of the packaged product, as users and crashes cause them. */
@Alone
class LifecycleIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> QUIET =
            Map.of("DEMO_WORKLOAD_ENABLED", "false", "AUTO_SCHEDULER_ENABLED", "false");

    @TempDir
    Path folder;

    @Test
    void viewerOfAFreshDemoSeesEverythingWithin15SecondsOfTheStart() throws Exception {
        long begun = System.nanoTime();
        try (RunningProduct product = RunningProduct.demo(folder, Map.of());
                StreamViewer viewer = product.viewer()) {
            for (String topic : List.of("ensemble", "counts", "plan", "migrations", "operations", "tasks")) {
                viewer.register("conclave." + topic);
            }
            Duration left = Duration.ofSeconds(15).minusNanos(System.nanoTime() - begun);
            viewer.awaitMessage(
                    "conclave.ensemble",
                    left,
                    body -> body.get("leader").isTextual()
                            && StreamSupport.stream(body.get("nodes").spliterator(), false)
                                            .filter(node ->
                                                    node.get("health").asText().equals("healthy"))
                                            .count()
                                    == 3);
            // What came before this viewer did is in its snapshot and in no message.
            await("files and a plan")
                    .atMost(Duration.ofSeconds(15).minusNanos(System.nanoTime() - begun))
                    .until(() -> viewer.snapshot("conclave.counts")
                                            .at("/state/totalFiles")
                                            .asLong()
                                    > 0
                            && !viewer.snapshot("conclave.plan")
                                    .at("/state/message")
                                    .asText()
                                    .isEmpty());
            // The first tick may have come before this viewer; what comes from now on is pushed.
            product.send("POST", "/api/demo/tick", "{}");
            left = Duration.ofSeconds(15).minusNanos(System.nanoTime() - begun);
            viewer.awaitMessage(
                    "conclave.counts", left, body -> body.get("totalFiles").asLong() > 0);
            viewer.awaitMessage(
                    "conclave.plan", left, body -> !body.get("message").asText().isEmpty());
            await("a migration")
                    .atMost(Duration.ofSeconds(15).minusNanos(System.nanoTime() - begun))
                    .until(() -> viewer.snapshot("conclave.migrations")
                            .get("state")
                            .get("recent")
                            .toString()
                            .contains("\"done\""));
        }
    }

    @Test
    void killedParentLeavesNoServerBehindAndASecondStartKeepsFilesAndZnodes() throws Exception {
        String id;
        List<ProcessHandle> servers;
        try (RunningProduct product = RunningProduct.demo(folder, QUIET)) {
            id = JSON.readTree(product.upload("kept.txt", new byte[] {1, 2, 3}).body())
                    .get("file")
                    .get("id")
                    .asText();
            servers = ProcessHandle.of(product.pid()).orElseThrow().children().collect(Collectors.toList());
            assertThat(servers).hasSize(3);
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> product.get("/metrics").body().contains("zk_znode_count"));
            product.kill();
        }
        await("servers to end with their parent").atMost(Duration.ofSeconds(5)).until(() -> servers.stream()
                .noneMatch(ProcessHandle::isAlive));

        try (RunningProduct again = RunningProduct.demo(folder, QUIET)) {
            assertThat(again.getJson("/api/files/" + id).get("name").asText()).isEqualTo("kept.txt");
            assertThat(again.get("/api/files/" + id + "/content").body().length())
                    .isEqualTo(3);
        }
    }

    @Test
    void politeStopEndsEverythingInUnderThreeSeconds() throws Exception {
        try (RunningProduct product = RunningProduct.demo(folder, QUIET)) {
            List<ProcessHandle> servers =
                    ProcessHandle.of(product.pid()).orElseThrow().children().toList();

            assertThat(product.stop()).isLessThan(Duration.ofSeconds(3));

            assertThat(servers).noneMatch(ProcessHandle::isAlive);
            assertThat(folder.resolve("data/run.json")).doesNotExist();
        }
    }

    @Test
    void frozenServerDoesNotOutliveTheNextStart() throws Exception {
        ProcessHandle frozen;
        try (RunningProduct product = RunningProduct.demo(folder, QUIET)) {
            frozen = Signals.serverOf(product.pid(), "zk2");
            Signals.send("STOP", frozen.pid());
            product.kill();
        }
        try (RunningProduct again = RunningProduct.demo(folder, QUIET)) {
            assertThat(frozen.isAlive()).isFalse();
            assertThat(again.getJson("/api/overview")
                            .get("ensemble")
                            .get("leader")
                            .isTextual())
                    .isTrue();
        }
    }

    @Test
    void takenPortStopsTheStartWithItsNumberAndExitCodeOne() throws Exception {
        try (ServerSocket taken = new ServerSocket(0);
                RunningProduct product = RunningProduct.launch(
                        folder, Map.of("HTTP_PORT", Integer.toString(taken.getLocalPort())), "demo")) {
            assertThat(product.exitCode(Duration.ofSeconds(30))).isEqualTo(1);
            assertThat(product.console()).contains(Integer.toString(taken.getLocalPort()), "HTTP_PORT");
        }
    }

    @Test
    void badSettingStopsTheStartWithNameValueAndWhatIsAllowed() throws Exception {
        try (RunningProduct product =
                RunningProduct.launch(folder, Map.of("SCHEDULER_THRESHOLD", "minus one"), "demo")) {
            assertThat(product.exitCode(Duration.ofSeconds(30))).isEqualTo(2);
            assertThat(product.console())
                    .contains("SCHEDULER_THRESHOLD", "minus one")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void openAddressWithoutATokenIsRefused() throws Exception {
        try (RunningProduct product = RunningProduct.launch(folder, Map.of("HTTP_HOST", "0.0.0.0"), "demo")) {
            assertThat(product.exitCode(Duration.ofSeconds(30))).isEqualTo(2);
            assertThat(product.console()).contains("HTTP_HOST", "CONCLAVE_TOKEN", "--insecure");
        }
    }

    @Test
    void serveAttachesToAnEnsembleThatRunsElsewhereAndLeavesItRunning() throws Exception {
        Path there = Files.createDirectories(folder.resolve("there"));
        Path here = Files.createDirectories(folder.resolve("here"));
        try (RunningProduct owner = RunningProduct.demo(there, QUIET)) {
            String nodes = StreamSupport.stream(
                            owner.getJson("/api/overview")
                                    .get("ensemble")
                                    .get("nodes")
                                    .spliterator(),
                            false)
                    .map(node ->
                            node.get("host").asText() + ":" + node.get("port").asText())
                    .collect(Collectors.joining(","));
            try (RunningProduct attached = RunningProduct.launch(here, QUIET, "serve", "--zk-nodes", nodes)) {
                attached.awaitHealthyEnsemble();
                JsonNode ensemble = attached.getJson("/api/overview").get("ensemble");
                assertThat(ensemble.get("nodes")).hasSize(3);
                assertThat(attached.send(
                                        "POST",
                                        "/api/nodes/"
                                                + ensemble.get("nodes")
                                                        .get(0)
                                                        .get("id")
                                                        .asText() + "/stop",
                                        null)
                                .statusCode())
                        .isEqualTo(403);
                assertThat(attached.stop()).isLessThan(Duration.ofSeconds(3));
            }
            owner.awaitHealthyEnsemble();
        }
    }
}
