package io.conclave.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.conclave.testing.Compose;
import io.conclave.testing.DockerEngine;
import io.conclave.testing.LocalImages;
import io.conclave.testing.UnusedPort;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * ZooKeeper and Conclave out of the stack's own file, under a real Docker engine and a real Compose, with images made
 * on this machine. What else the file names cannot be had without a registry; the file as a whole is checked by
 * {@link ComposeFileIT}.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StackIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final List<String> SERVERS = List.of("zk1", "zk2", "zk3");

    @TempDir
    static Path folder;

    private static DockerEngine engine;
    private static Map<String, String> environment;

    @BeforeAll
    static void bringUp() throws Exception {
        environment = new TreeMap<>();
        for (String port : List.of("ZK1", "ZK2", "ZK3", "ZK1_METRICS", "ZK2_METRICS", "ZK3_METRICS", "CONCLAVE")) {
            environment.put(port + "_PORT", Integer.toString(UnusedPort.any()));
        }
        engine = DockerEngine.start(Files.createDirectory(folder.resolve("engine")));
        LocalImages images = new LocalImages(engine, Files.createDirectory(folder.resolve("images")));
        images.zookeeper();
        images.conclave();
        images.socketProxy();
        environment.put("DOCKER_SOCKET", engine.endpoint().getPath());
        compose("up", "-d", "--no-build", "zk1", "zk2", "zk3", "conclave");
    }

    @AfterAll
    static void end() {
        if (engine != null) {
            engine.close();
        }
    }

    @Test
    @Order(1)
    void consoleIsReadyAndShowsALeaderAndThreeHealthyNodes() {
        await().atMost(Duration.ofSeconds(60)).ignoreExceptions().untilAsserted(() -> {
            assertThat(get("/health/ready", "").statusCode()).isEqualTo(200);
            JsonNode ensemble =
                    JSON.readTree(get("/api/overview", token()).body()).get("ensemble");
            assertThat(SERVERS).contains(ensemble.get("leader").asText());
            assertThat(ensemble.get("nodes"))
                    .hasSize(3)
                    .allSatisfy(node -> assertThat(node.get("health").asText()).isEqualTo("healthy"));
        });
    }

    @Test
    @Order(1)
    void consoleTellsNothingOfTheEnsembleWithoutTheToken() throws Exception {
        awaitHealthy("conclave");
        assertThat(get("/api/overview", "").statusCode()).isEqualTo(401);
        assertThat(get("/api/overview", "guess").statusCode()).isEqualTo(401);
    }

    @Test
    @Order(1)
    void actionWithoutTheWayToTheEngineIsRefusedAndTheConsoleStaysReady() throws Exception {
        awaitHealthy("conclave");
        awaitHealthy("conclave-zk1");
        HttpResponse<String> answer = act("zk1", "start");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("docker_away");
        assertThat(get("/health/ready", "").statusCode()).isEqualTo(200);
    }

    @Test
    @Order(2)
    void everyActionOnAServerGetsThroughTheWayToTheEngineAndNothingElseDoes() throws Exception {
        compose("up", "-d", "--no-build", "--no-deps", "docker-proxy");
        awaitHealthy("conclave");
        awaitHealthy(proxy());
        SERVERS.forEach(server -> awaitHealthy("conclave-" + server));
        String server = follower();

        assertDone(act(server, "stop"));
        assertThat(state(server)).isEqualTo("exited");
        assertDone(act(server, "start"));
        awaitHealthy("conclave-" + server);
        assertDone(act(server, "pause"));
        assertThat(state(server)).isEqualTo("paused");
        assertDone(act(server, "resume"));
        awaitHealthy("conclave-" + server);
        assertDone(act(server, "restart"));
        awaitHealthy("conclave-" + server);
        assertDone(act(server, "kill"));
        assertThat(state(server)).isEqualTo("exited");
        assertDone(act(server, "start"));
        awaitHealthy("conclave-" + server);
        assertThat(get("/api/nodes/" + server + "/logs?tail=20", token()).statusCode())
                .isEqualTo(200);
        assertThat(engine.run("logs", proxy())).contains("allowed POST").doesNotContain("blocked");

        // The console's container is the one that may speak to the proxy; it asks for what the patterns leave out.
        DockerEngine.Outcome refused = engine.attempt(
                "exec",
                "conclave",
                "/bin/bash",
                "-c",
                "exec 3<>/dev/tcp/docker-proxy/2375 && printf 'POST /containers/create HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n' >&3"
                        + " && head -1 <&3");
        assertThat(refused.output()).contains("403");
    }

    private static String follower() throws Exception {
        JsonNode ensemble = JSON.readTree(get("/api/overview", token()).body()).get("ensemble");
        return SERVERS.stream()
                .filter(server -> !server.equals(ensemble.get("leader").asText()))
                .findFirst()
                .orElseThrow();
    }

    private static HttpResponse<String> act(String server, String action) throws IOException, InterruptedException {
        return HTTP.send(
                request("/api/nodes/" + server + "/" + action, token())
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());
    }

    private static void assertDone(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 202);
    }

    private static String state(String server) throws IOException, InterruptedException {
        return inspect("conclave-" + server, "{{.State.Status}}");
    }

    private static String proxy() throws IOException, InterruptedException {
        return engine.run("ps", "--all", "--quiet", "--filter=label=com.docker.compose.service=docker-proxy")
                .strip();
    }

    @ParameterizedTest
    @Order(1)
    @ValueSource(strings = {"conclave-zk1", "conclave-zk2", "conclave-zk3", "conclave"})
    void healthCheckOfEachContainerPasses(String container) {
        awaitHealthy(container);
    }

    @Test
    @Order(1)
    void healthCheckOfAServerWithoutAQuorumFails() throws Exception {
        awaitHealthy("conclave-zk3");
        engine.run("stop", "conclave-zk1", "conclave-zk2");
        try {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> health("conclave-zk3").equals("unhealthy"));
        } finally {
            engine.run("start", "conclave-zk1", "conclave-zk2");
        }
        awaitHealthy("conclave-zk3");
    }

    @ParameterizedTest
    @Order(1)
    @ValueSource(strings = {"ZK1", "ZK2", "ZK3"})
    void serversAnswerOnTheirPublishedPorts(String server) throws Exception {
        awaitHealthy("conclave-" + server.toLowerCase(java.util.Locale.ROOT));
        try (Socket socket = new Socket("127.0.0.1", port(server))) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write("srvr".getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .contains("Mode: ");
        }
        HttpResponse<String> metrics = HTTP.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port(server + "_METRICS") + "/metrics"))
                        .timeout(Duration.ofSeconds(10))
                        .build(),
                BodyHandlers.ofString());
        assertThat(metrics.body()).contains("# TYPE znode_count ").contains("jvm_memory_");
    }

    @ParameterizedTest
    @Order(1)
    @ValueSource(strings = {"conclave-zk1", "conclave"})
    void containersAreNotRootAndCannotWriteToTheirRootFileSystem(String container) throws Exception {
        awaitHealthy(container);
        assertThat(engine.run("exec", container, "id", "-u").strip()).isNotEqualTo("0");
        DockerEngine.Outcome written = engine.attempt("exec", "--user=0", container, "touch", "/file");
        assertThat(written.exitCode()).isNotZero();
        assertThat(written.output()).contains("Read-only file system");
        assertThat(engine.run("exec", container, "grep", "CapEff", "/proc/1/status"))
                .contains("0000000000000000");
        assertThat(inspect(container, "{{.HostConfig.Memory}}")).isNotEqualTo("0");
    }

    @Test
    @Order(1)
    void logsOfServersAndConsoleAreInTheVolumesThatTheCollectorReads() throws Exception {
        awaitHealthy("conclave-zk1");
        awaitHealthy("conclave");
        String servers = engine.run("exec", "conclave-zk1", "cat", "/logs/zookeeper.log");
        String consoles = engine.run("exec", "conclave", "cat", "/data/logs/controller.log");
        assertThat(servers).contains("PrometheusMetricsProvider");
        assertThat(engine.run("logs", "conclave-zk1")).contains("PrometheusMetricsProvider");

        FilebeatConfig collector = FilebeatConfig.read();
        assertThat(collector.records("zookeeper", servers.lines().toList()))
                .hasSizeGreaterThan(20)
                .allSatisfy(record -> assertThat(
                                collector.parts("zookeeper", record).get("log.level"))
                        .isIn("info", "warn", "error"));
        assertThat(collector.records("conclave", consoles.lines().toList()))
                .isNotEmpty()
                .allSatisfy(
                        record -> assertThat(collector.parts("conclave", record).get("log.level"))
                                .isIn("info", "warn", "error"));
    }

    @Test
    @Order(1)
    void tokenIsRandomUnlessGivenAndStaysTheSameAtTheNextStart() throws Exception {
        String first = token();
        assertThat(first).matches("[0-9a-f]{48}");
        // Prometheus and Filebeat are of this group; nobody else reads it.
        assertThat(engine.run("exec", "--user=65534:65534", "conclave", "cat", "/run/conclave/token"))
                .isEqualTo(first);
        assertThat(engine.attempt("exec", "--user=65533:65533", "conclave", "cat", "/run/conclave/token")
                        .exitCode())
                .isNotZero();

        compose("run", "--rm", "token");
        assertThat(token()).isEqualTo(first);

        compose("run", "--rm", "-e", "CONCLAVE_TOKEN=our-own.token", "token");
        assertThat(token()).isEqualTo("our-own.token");
        assertThat(engine.run("exec", "conclave", "cat", "/run/conclave/conclave.properties"))
                .isEqualTo("CONCLAVE_TOKEN=our-own.token\n");

        compose("run", "--rm", "-e", "CONCLAVE_TOKEN=" + first, "token");
        assertThat(token()).isEqualTo(first);
    }

    @Test
    @Order(3)
    void consoleEndsInOrderWhenItsContainerIsStopped() throws Exception {
        awaitHealthy("conclave");
        engine.run("stop", "conclave");
        // 137 would be a kill after the time limit, since the signal went to a shell.
        assertThat(inspect("conclave", "{{.State.ExitCode}}")).isEqualTo("143");
    }

    @Test
    @Order(4)
    void downLeavesNothing() throws Exception {
        compose("down", "-v");
        assertThat(engine.run("ps", "--all", "--quiet")).isEmpty();
        assertThat(engine.run("volume", "ls", "--quiet")).isEmpty();
        assertThat(engine.run("network", "ls", "--format={{.Name}}").split("\n"))
                .containsExactlyInAnyOrder("host", "none");
    }

    private static String compose(String... arguments) throws IOException, InterruptedException {
        return Compose.run(engine, environment, arguments);
    }

    private static void awaitHealthy(String container) {
        try {
            await().atMost(Duration.ofSeconds(60)).until(() -> health(container).equals("healthy"));
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(container + " is not healthy:\n" + logs(container), e);
        }
    }

    private static String logs(String container) {
        try {
            return engine.run("logs", "--tail=100", container) + inspect(container, "{{json .State}}");
        } catch (IOException | InterruptedException e) {
            return "no log: " + e;
        }
    }

    private static String health(String container) throws IOException, InterruptedException {
        return inspect(container, "{{.State.Health.Status}}");
    }

    private static String inspect(String container, String format) throws IOException, InterruptedException {
        return engine.run("inspect", "--format=" + format, container).strip();
    }

    private static String token() throws IOException, InterruptedException {
        return engine.run("exec", "conclave", "cat", "/run/conclave/token");
    }

    private static int port(String name) {
        return Integer.parseInt(environment.get(name + "_PORT"));
    }

    private static HttpResponse<String> get(String path, String token) throws IOException, InterruptedException {
        return HTTP.send(request(path, token).build(), BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(String path, String token) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port("CONCLAVE") + path))
                .timeout(Duration.ofSeconds(20));
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }
}
