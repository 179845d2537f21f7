package io.conclave.control.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;
import io.conclave.config.DockerSettings;
import io.conclave.testing.Compose;
import io.conclave.testing.DockerEngine;
import io.conclave.testing.LocalImages;
import io.conclave.testing.RunningProduct;
import io.conclave.testing.Signals;
import io.conclave.testing.StreamViewer;
import io.conclave.testing.TlsFront;
import io.conclave.testing.UnusedPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * A console that controls real ZooKeeper containers through a real Docker engine: those of the stack's own file, on its
 * bridge network.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DockerControlIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> SERVERS = List.of("zk1", "zk2", "zk3");

    @TempDir
    static Path folder;

    private static Path engineFolder;
    private static DockerEngine engine;
    private static RunningProduct product;
    private static String nodes;

    @BeforeAll
    static void bringUp() throws Exception {
        Map<String, String> ports = new TreeMap<>();
        for (String port : List.of("ZK1", "ZK2", "ZK3", "ZK1_METRICS", "ZK2_METRICS", "ZK3_METRICS", "CONCLAVE")) {
            ports.put(port + "_PORT", Integer.toString(UnusedPort.any()));
        }
        engineFolder = Files.createDirectory(folder.resolve("engine"));
        engine = DockerEngine.start(engineFolder);
        new LocalImages(engine, Files.createDirectory(folder.resolve("images"))).zookeeper();
        Compose.run(engine, ports, "up", "-d", "--no-build", "zk1", "zk2", "zk3");
        nodes = "zk1=127.0.0.1:" + ports.get("ZK1_PORT") + ",zk2=127.0.0.1:" + ports.get("ZK2_PORT") + ",zk3=127.0.0.1:"
                + ports.get("ZK3_PORT");
        product = serve("console", engine.endpoint());
    }

    private static RunningProduct serve(String name, URI endpoint) throws IOException {
        Path home = Files.createDirectories(folder.resolve(name));
        RunningProduct started = RunningProduct.launch(
                home,
                Map.of(
                        "ZK_NODES", nodes,
                        "NODE_CONTROL", "docker",
                        "DOCKER_ENDPOINT", endpoint.toString(),
                        "DOCKER_STOP_TIMEOUT", "5",
                        "DEMO_WORKLOAD_ENABLED", "false"),
                "serve");
        started.awaitHealthyEnsemble();
        return started;
    }

    @AfterAll
    static void end() {
        if (product != null) {
            product.close();
        }
        if (engine != null) {
            engine.close();
        }
    }

    @BeforeEach
    void whole() {
        await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> tolerates() == 1);
    }

    private static int tolerates() throws Exception {
        return ensemble().get("quorum").get("tolerates").asInt();
    }

    private static JsonNode ensemble() throws Exception {
        return product.getJson("/api/overview").get("ensemble");
    }

    private static JsonNode node(String id) throws Exception {
        return product.getJson("/api/nodes/" + id);
    }

    private static String follower() throws Exception {
        String leader = ensemble().get("leader").asText();
        return SERVERS.stream().filter(id -> !id.equals(leader)).findFirst().orElseThrow();
    }

    private static JsonNode act(String action, String node) throws Exception {
        HttpResponse<String> answer = product.send("POST", "/api/nodes/" + node + "/" + action, "{}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private static String state(String node) throws Exception {
        return engine.run("inspect", "--format={{.State.Status}}", "conclave-" + node)
                .strip();
    }

    private static void awaitHealth(String node, String health) {
        await().atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .until(() -> node(node).get("health").asText().equals(health));
    }

    private static JsonNode operation(long id) throws Exception {
        JsonNode operations = product.getJson("/api/operations?limit=100").get("operations");
        return StreamSupport.stream(operations.spliterator(), false)
                .filter(row -> row.get("id").asLong() == id)
                .findFirst()
                .orElseThrow();
    }

    @Test
    @Order(1)
    void containersAreStoppedPausedKilledAndRestartedAndEachHasItsRow() throws Exception {
        String node = follower();

        assertEnds(act("stop", node), "node_stop", node, "exited");
        awaitHealth(node, "down");
        assertEnds(act("start", node), "node_start", node, "running");
        awaitHealth(node, "healthy");
        whole();
        assertEnds(act("pause", node), "node_pause", node, "paused");
        awaitHealth(node, "hung");
        assertEnds(act("resume", node), "node_resume", node, "running");
        awaitHealth(node, "healthy");
        whole();
        assertEnds(act("kill", node), "node_kill", node, "exited");
        awaitHealth(node, "down");
        assertEnds(act("start", node), "node_start", node, "running");
        whole();
        assertEnds(act("restart", node), "node_restart", node, "running");
        awaitHealth(node, "healthy");
        assertThat(engine.run("inspect", "--format={{.State.ExitCode}}", "conclave-" + node)
                        .strip())
                .isEqualTo("0");
    }

    private static void assertEnds(JsonNode result, String action, String node, String state) throws Exception {
        assertThat(state(node)).isEqualTo(state);
        JsonNode row = operation(result.get("operationId").asLong());
        assertThat(row.get("action").asText()).isEqualTo(action);
        assertThat(row.get("node").asText()).isEqualTo(node);
        assertThat(row.get("actor").asText()).isEqualTo("rest");
        assertThat(row.get("status").asText()).isEqualTo("ok");
        assertThat(row.at("/details/changed").asBoolean()).isTrue();
        assertThat(row.get("beforeMetrics").get("nodes").has(node)).isTrue();
    }

    @Test
    @Order(1)
    void secondStopWouldCostTheQuorumAndIsRefusedThenForced() throws Exception {
        act("stop", "zk1");
        awaitHealth("zk1", "down");

        HttpResponse<String> refused = product.send("POST", "/api/nodes/zk2/stop", "{}");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("Of 3 voters 2 are in sync; without zk2 1 would stay, and 2 are needed");
        assertThat(state("zk2")).isEqualTo("running");

        HttpResponse<String> forced =
                product.send("POST", "/api/nodes/zk2/stop", "{\"force\":true,\"node\":\"zk2\",\"reason\":\"a drill\"}");
        assertThat(forced.statusCode()).as(forced.body()).isEqualTo(200);
        assertThat(state("zk2")).isEqualTo("exited");
        act("start", "zk1");
        act("start", "zk2");
    }

    @Test
    @Order(1)
    void actionsThatAreDoneAlreadyChangeNothing() throws Exception {
        JsonNode started = act("start", "zk1");

        assertThat(operation(started.get("operationId").asLong())
                        .at("/details/changed")
                        .asBoolean())
                .isFalse();
        assertThat(product.send("POST", "/api/nodes/zk1/resume", "{}").statusCode())
                .isEqualTo(200);
    }

    @Test
    @Order(1)
    void logIsReadAndFollowedLiveOnTheStream() throws Exception {
        String node = follower();
        JsonNode tail = product.getJson("/api/nodes/" + node + "/logs?tail=5").get("lines");
        assertThat(tail).hasSize(5);
        try (StreamViewer viewer = product.viewer()) {
            viewer.register("conclave.logs");
            await().atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> {
                        engine.run("exec", "conclave-" + node, "sh", "-c", "printf srvr | nc 127.0.0.1 2181 || true");
                        return viewer.messages("conclave.logs").stream()
                                .anyMatch(line -> line.get("node").asText().equals(node)
                                        && line.get("line").asText().contains("srvr"));
                    });
        }
    }

    @Test
    @Order(1)
    void rollingRestartKeepsTwoServersRunningAtEveryMoment() throws Exception {
        String leader = ensemble().get("leader").asText();
        Map<String, String> before = startedAt();
        AtomicBoolean watching = new AtomicBoolean(true);
        AtomicInteger fewest = new AtomicInteger(3);
        CompletableFuture<Void> watch = CompletableFuture.runAsync(() -> {
            while (watching.get()) {
                try {
                    int running = engine.run("ps", "--quiet", "--filter=status=running")
                            .split("\n")
                            .length;
                    fewest.accumulateAndGet(running, Math::min);
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        });
        try (StreamViewer viewer = product.viewer()) {
            viewer.register("conclave.control");
            HttpResponse<String> begun =
                    product.send("POST", "/api/ensemble/rolling-restart", "{\"reason\":\"new heap\"}");
            assertThat(begun.statusCode()).as(begun.body()).isEqualTo(202);
            long operation = JSON.readTree(begun.body()).get("operationId").asLong();
            await().atMost(Duration.ofMinutes(3)).until(() -> viewer.messages("conclave.control").stream()
                    .anyMatch(state -> state.at("/rolling/status").asText().matches("ok|failed|cancelled")));
            watching.set(false);
            watch.get(10, TimeUnit.SECONDS);
            JsonNode end = last(viewer.messages("conclave.control")).get("rolling");

            assertThat(end.get("status").asText()).as(end.toString()).isEqualTo("ok");
            assertThat(last(end.get("steps")).get("node").asText()).isEqualTo(leader);
            assertThat(fewest.get()).isEqualTo(2);
            assertThat(startedAt().values()).doesNotContainAnyElementsOf(before.values());
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> operation(operation).get("status").asText().equals("ok"));
        } finally {
            watching.set(false);
        }
    }

    private static JsonNode last(Iterable<JsonNode> nodes) {
        JsonNode last = null;
        for (JsonNode node : nodes) {
            last = node;
        }
        return last;
    }

    private static Map<String, String> startedAt() throws Exception {
        Map<String, String> times = new TreeMap<>();
        for (String node : SERVERS) {
            times.put(node, engine.run("inspect", "--format={{.State.StartedAt}}", "conclave-" + node));
        }
        return times;
    }

    @Test
    @Order(1)
    void engineThatHangsHoldsUpNothingButTheActionAndTellsThatItsOutcomeIsUnknown() throws Exception {
        try (ServerSocket silent = new ServerSocket(UnusedPort.any(), 50, InetAddress.getLoopbackAddress());
                RunningProduct other = serve("hung", URI.create("tcp://127.0.0.1:" + silent.getLocalPort()))) {
            CompletableFuture<HttpResponse<String>> start = CompletableFuture.supplyAsync(() -> {
                try {
                    return other.send("POST", "/api/nodes/zk1/start", "{}");
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            await().atMost(Duration.ofSeconds(5))
                    .until(() -> !other.getJson("/api/control").get("busy").isEmpty());

            HttpResponse<String> busy = other.send("POST", "/api/nodes/zk1/start", "{}");
            long begun = System.nanoTime();
            other.getJson("/api/overview");
            other.getJson("/api/nodes/zk2/verdict?action=stop");
            assertThat(other.get("/metrics").statusCode()).isEqualTo(200);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));

            assertThat(busy.statusCode()).isEqualTo(409);
            assertThat(busy.body()).contains("zk1 is busy: node_start by rest began");
            HttpResponse<String> answer = start.get(60, TimeUnit.SECONDS);
            assertThat(answer.statusCode()).isEqualTo(504);
            assertThat(answer.body()).contains("outcome_unknown").contains("has not answered within 10 s");
        }
    }

    @Test
    @Order(2)
    void controllerKilledInTheMiddleOfAnyActionClosesItAsInterruptedAtTheNextStart() throws Exception {
        interrupted(Map.of("zk1", "stop", "zk2", "restart", "zk3", "kill"));
        interrupted(Map.of("zk1", "pause", "zk2", "start", "zk3", "resume"));
    }

    private static void interrupted(Map<String, String> actions) throws Exception {
        long dockerd = Long.parseLong(
                Files.readString(engineFolder.resolve("dockerd.pid")).strip());
        Signals.send("STOP", dockerd);
        try {
            actions.forEach((node, action) -> CompletableFuture.runAsync(() -> {
                try {
                    product.send(
                            "POST",
                            "/api/nodes/" + node + "/" + action,
                            "{\"force\":true,\"node\":\"" + node + "\",\"reason\":\"a drill\"}");
                } catch (IOException | InterruptedException e) {
                    // It was killed.
                }
            }));
            await().atMost(Duration.ofSeconds(5))
                    .until(() -> product.getJson("/api/control").get("busy").size() == 3);
            product.kill();
        } finally {
            Signals.send("CONT", dockerd);
        }
        // What the engine was asked for it may do or not; all servers are brought up again for the next console.
        for (String node : SERVERS) {
            engine.attempt("unpause", "conclave-" + node);
            engine.attempt("start", "conclave-" + node);
        }
        product = serve("console", engine.endpoint());
        JsonNode rows =
                product.getJson("/api/operations?limit=50&status=interrupted").get("operations");
        actions.forEach((node, action) -> assertThat(rows).anySatisfy(row -> {
            assertThat(row.get("node").asText()).isEqualTo(node);
            assertThat(row.get("action").asText()).isEqualTo("node_" + action);
        }));
    }

    /** By now containers were stopped, killed and restarted, and the console was killed. */
    @Test
    @Order(3)
    void whatEachContainerEverWroteIsFoundOnce() throws Exception {
        for (String node : SERVERS) {
            await(node).atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                JsonNode found = product.getJson("/api/logs/search?q=LOOKING&service=zookeeper&limit=500&node=" + node);
                long written = engine.run("logs", "conclave-" + node)
                        .lines()
                        .filter(line -> line.endsWith(" - LOOKING"))
                        .count();
                long read = StreamSupport.stream(found.get("hits").spliterator(), false)
                        .filter(hit -> hit.get("message").asText().equals("LOOKING"))
                        .count();
                assertThat(read).isEqualTo(written).isPositive();
            });
        }
    }

    private static DockerProcesses processes(String... names) {
        return new DockerProcesses(
                new DockerSettings(true, engine.endpoint(), Optional.empty(), Duration.ofSeconds(1)), List.of(names));
    }

    private static Problem problemOf(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(ProblemException.class, call).problem();
    }

    @Test
    @Order(1)
    void containerThatWillNotStopIsKilledWhenItsGraceIsOver() throws Exception {
        engine.run(
                "run",
                "--detach",
                "--network=none",
                "--name=stubborn",
                "--entrypoint=/bin/sh",
                LocalImages.zookeeperTag(),
                "-c",
                "trap '' TERM; while :; do sleep 1; done");
        try (DockerProcesses processes = processes("stubborn")) {
            assertThat(processes.stop("stubborn").changed()).isTrue();
            assertThat(processes.stop("stubborn").changed()).isFalse();
        }
        assertThat(engine.run("inspect", "--format={{.State.Running}} {{.State.ExitCode}}", "stubborn")
                        .strip())
                .isEqualTo("false 137");
        engine.run("rm", "stubborn");
    }

    @Test
    @Order(1)
    void pausedContainerIsStoppedInOrderAndNotStartedWhileItIsPaused() throws Exception {
        engine.run(
                "run",
                "--detach",
                "--network=none",
                "--name=halted",
                "--entrypoint=/bin/sh",
                LocalImages.zookeeperTag(),
                "-c",
                "trap 'exit 3' TERM; while :; do sleep 0.1; done");
        try (DockerProcesses processes = processes("halted")) {
            processes.pause("halted");
            assertThat(problemOf(() -> processes.start("halted")).code()).isEqualTo("paused");
            processes.stop("halted");
            assertThat(problemOf(() -> processes.pause("halted")).code()).isEqualTo("not_running");
        }
        assertThat(engine.run("inspect", "--format={{.State.ExitCode}}", "halted")
                        .strip())
                .isEqualTo("3");
        engine.run("rm", "halted");
    }

    @Test
    @Order(1)
    void containerThatIsNotThereOrIsThereTwiceIsNamed() throws Exception {
        for (String name : List.of("twin-a", "twin-b")) {
            engine.run(
                    "create",
                    "--network=none",
                    "--name=" + name,
                    "--label=conclave.node=twin",
                    "--entrypoint=/bin/sh",
                    LocalImages.zookeeperTag(),
                    "-c",
                    "true");
        }
        try (DockerProcesses processes = processes("twin", "nobody")) {
            Problem unknown = problemOf(() -> processes.start("nobody"));
            Problem ambiguous = problemOf(() -> processes.start("twin"));

            assertThat(unknown.status()).isEqualTo(404);
            assertThat(unknown.code()).isEqualTo("unknown_container");
            assertThat(unknown.detail()).contains("label conclave.node=nobody");
            assertThat(ambiguous.status()).isEqualTo(409);
            assertThat(ambiguous.detail()).contains("twin-a").contains("twin-b");
        } finally {
            engine.run("rm", "twin-a", "twin-b");
        }
    }

    @Test
    @Order(1)
    void engineBehindTlsIsUsedWithTheClientsCertificateAndRefusesWhoHasNone() throws Exception {
        Path certificates = folder.resolve("certificates");
        try (TlsFront front = TlsFront.open(engineFolder.resolve("docker.sock"), certificates)) {
            var with = new DockerSettings(true, front.endpoint(), Optional.of(certificates), Duration.ofSeconds(1));
            try (DockerProcesses processes = new DockerProcesses(with, SERVERS)) {
                assertThat(processes.start("zk1").changed()).isFalse();
                assertThat(processes.tail("zk1", 2)).hasSize(2);
            }
            var without = new DockerSettings(true, front.endpoint(), Optional.empty(), Duration.ofSeconds(1));
            try (DockerProcesses processes = new DockerProcesses(without, SERVERS)) {
                assertThat(problemOf(() -> processes.start("zk1")).status()).isIn(502, 503);
            }
        }
    }
}
