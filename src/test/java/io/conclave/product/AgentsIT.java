package io.conclave.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.conclave.config.NodeAddress;
import io.conclave.testing.RealZooKeeper;
import io.conclave.testing.Relay;
import io.conclave.testing.RunningProduct;
import io.conclave.testing.UnusedPort;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three agents and a controller as users run them, each a process: files are written, moved and read through them, and
 * agents are killed in the middle of it. Whatever happens, each file that was acknowledged lies once, whole, with the
 * node that the database names, and nothing else lies anywhere.
 */
class AgentsIT {

    @RegisterExtension
    static final RealZooKeeper ZOOKEEPER = RealZooKeeper.ofServers(3);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int LARGE = 40_000_000;

    @TempDir
    static Path root;

    private static final Map<String, RunningProduct> AGENTS = new LinkedHashMap<>();
    private static final Map<String, Integer> PORTS = new HashMap<>();
    private static final Map<String, Relay> RELAYS = new HashMap<>();
    private static RunningProduct controller;

    @BeforeAll
    static void start() throws Exception {
        for (String node : List.of("zk1", "zk2", "zk3")) {
            PORTS.put(node, UnusedPort.any());
            RELAYS.put(node, Relay.to(PORTS.get(node)));
            startAgent(node);
        }
        controller = RunningProduct.launch(
                Files.createDirectory(root.resolve("controller")),
                Map.of(
                        "ZK_NODES",
                        ZOOKEEPER.ensemble().nodes().stream()
                                .map(node -> node.id() + "=" + node.hostPort())
                                .collect(Collectors.joining(",")),
                        "FILE_STORAGE",
                        "agents",
                        "AUTO_SCHEDULER_ENABLED",
                        "false",
                        "SCHEDULER_BATCH",
                        "auto",
                        "DEMO_WORKLOAD_ENABLED",
                        "false"),
                "serve");
        controller.awaitHealthyEnsemble();
        await().atMost(LIMIT).ignoreExceptions().until(() -> verdicts().values().stream()
                .noneMatch(sentence -> sentence.contains("takes no files")));
    }

    private static void startAgent(String node) throws IOException {
        Path folder = root.resolve("host-of-" + node);
        Files.createDirectories(folder);
        AGENTS.put(
                node,
                agent(
                        folder,
                        node,
                        folder.resolve("storage"),
                        Map.of(
                                "AGENT_PORT",
                                PORTS.get(node).toString(),
                                "AGENT_URL",
                                RELAYS.get(node).base().toString())));
    }

    private static RunningProduct agent(Path folder, String node, Path storage, Map<String, String> environment)
            throws IOException {
        Map<String, String> all = new HashMap<>(environment);
        all.put(
                "COORDINATION_ZK",
                ZOOKEEPER.ensemble().nodes().stream().map(NodeAddress::hostPort).collect(Collectors.joining(",")));
        return RunningProduct.launch(folder, all, "agent", "--node", node, "--storage", storage.toString());
    }

    @AfterAll
    static void stop() throws Exception {
        if (controller != null) {
            controller.close();
        }
        AGENTS.values().forEach(RunningProduct::close);
        for (Relay relay : RELAYS.values()) {
            relay.close();
        }
    }

    @AfterEach
    void everyAcknowledgedFileLiesOnceAndWhole() {
        await().atMost(LIMIT).ignoreExceptions().untilAsserted(() -> {
            Map<String, String> expected = new HashMap<>();
            for (JsonNode file : controller.getJson("/api/files?limit=500").get("files")) {
                expected.put(
                        file.get("node").asText() + "/" + file.get("id").asText(),
                        file.get("sha256").asText());
            }
            assertThat(onDisk()).isEqualTo(expected);
        });
    }

    @Test
    void fileThatIsUploadedLiesWithAnAgentAndIsReadBack() throws Exception {
        byte[] bytes = random(3_000_000);

        JsonNode file = JSON.readTree(controller.upload("a.bin", bytes).body()).get("file");

        assertThat(storage(file.get("node").asText()).resolve(file.get("id").asText()))
                .hasBinaryContent(bytes);
        HttpResponse<byte[]> read = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(controller
                                        .base()
                                        .resolve("/api/files/" + file.get("id").asText() + "/content"))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(read.body()).isEqualTo(bytes);
        assertThat(controller
                        .send("DELETE", "/api/files/" + file.get("id").asText(), null)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void targetThatIsKilledInTheMiddleOfAMigrationGoesOnWithIt() throws Exception {
        String id = generate("zk1", LARGE);
        RELAYS.get("zk1").slowTo(8_000_000);
        long before = RELAYS.get("zk1").carried();
        drain("zk1");
        CompletableFuture<JsonNode> round = CompletableFuture.supplyAsync(AgentsIT::run);
        await().atMost(LIMIT)
                .until(() -> partOf(id).map(part -> size(part) > LARGE / 4).orElse(false));
        String target = partOf(id)
                .orElseThrow()
                .getParent()
                .getParent()
                .getFileName()
                .toString()
                .substring("host-of-".length());

        AGENTS.get(target).kill();
        await().atMost(LIMIT).until(() -> verdicts().get(target).contains("takes no files: its agent does not answer"));
        startAgent(target);

        assertThat(round.get().get("moved").asInt()).isEqualTo(1);
        assertThat(RELAYS.get("zk1").carried() - before).isBetween((long) LARGE, LARGE * 3L / 2);
        assertThat(storage(target).resolve(id)).exists();
        undrain("zk1");
    }

    @Test
    void agentThatIsKilledInTheMiddleOfAnUploadLeavesNothingOfIt() throws Exception {
        HttpResponse<String> answer;
        try (SlowFile slow = new SlowFile()) {
            CompletableFuture<HttpResponse<String>> upload = slow.send(controller.base());
            await().atMost(LIMIT).until(() -> drafts().stream().anyMatch(draft -> size(draft) > 0));
            Path draft = drafts().get(0);
            String node = draft.getParent().getParent().getFileName().toString().substring("host-of-".length());

            AGENTS.get(node).kill();
            answer = upload.get();
            startAgent(node);
        }

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("agent_away");
        await().atMost(LIMIT).until(() -> drafts().isEmpty());
        await().atMost(LIMIT).until(() -> controller
                .getJson("/api/operations?action=reconcile")
                .toString()
                .contains("\"swept\":1"));
    }

    @Test
    void secondAgentAndForeignFoldersAreRefusedWithWhatToDo() throws Exception {
        Path folder = Files.createDirectories(root.resolve("others"));
        RunningProduct second = agent(folder, "zk1", folder.resolve("fresh"), Map.of());
        assertThat(second.exitCode(LIMIT)).isEqualTo(1);
        assertThat(second.console()).contains("serves zk1 since").contains("end that one first");

        RunningProduct sameFolder = agent(folder, "zk2", storage("zk2"), Map.of());
        assertThat(sameFolder.exitCode(LIMIT)).isEqualTo(1);
        assertThat(sameFolder.console()).contains("is in use by process").contains("--storage");

        AGENTS.get("zk3").kill();
        RunningProduct foreign = agent(folder, "zk2", storage("zk3"), Map.of());
        assertThat(foreign.exitCode(LIMIT)).isEqualTo(1);
        assertThat(foreign.console()).contains("holds the bytes of zk3, not of zk2");
        startAgent("zk3");
        await().atMost(LIMIT).until(() -> !verdicts().get("zk3").contains("takes no files"));
    }

    private static String generate(String node, int sizeBytes) throws Exception {
        String body = "{\"count\":1,\"size_bytes\":" + sizeBytes + ",\"strategy\":\"pin\",\"node\":\"" + node + "\"}";
        HttpResponse<String> answer = controller.send("POST", "/api/files/bulk-generate", body);
        JsonNode ids = JSON.readTree(answer.body()).findValue("ids");
        assertThat(ids).as(answer.body()).hasSize(1);
        return ids.get(0).asText();
    }

    private static JsonNode run() {
        try {
            return JSON.readTree(
                    controller.send("POST", "/api/scheduler/run", "{}").body());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void drain(String node) throws Exception {
        assertThat(controller
                        .send("POST", "/api/nodes/" + node + "/drain", "{}")
                        .statusCode())
                .isEqualTo(200);
        await().atMost(LIMIT).until(() -> verdicts().get(node).contains("is drained and still"));
    }

    private static void undrain(String node) throws Exception {
        controller.send("POST", "/api/nodes/" + node + "/undrain", "{}");
    }

    /** What the plan says of each node. */
    private static Map<String, String> verdicts() throws Exception {
        Map<String, String> sentences = new HashMap<>();
        for (JsonNode verdict : controller.getJson("/api/scheduler/diagnostics").get("verdicts")) {
            sentences.put(verdict.get("node").asText(), verdict.get("sentence").asText());
        }
        assertThat(sentences).hasSize(3);
        return sentences;
    }

    private static Path storage(String node) {
        return root.resolve("host-of-" + node).resolve("storage");
    }

    private static List<Path> files(String node) throws IOException {
        try (Stream<Path> all = Files.list(storage(node))) {
            return all.filter(path -> !path.getFileName().toString().matches("\\.(lock|storage\\.json|epoch\\.json)"))
                    .toList();
        }
    }

    /** Everything that lies with any agent, as node and name, with its hash. */
    private static Map<String, String> onDisk() throws Exception {
        Map<String, String> found = new HashMap<>();
        for (String node : AGENTS.keySet()) {
            for (Path file : files(node)) {
                found.put(node + "/" + file.getFileName(), hash(file));
            }
        }
        return found;
    }

    private static List<Path> drafts() throws IOException {
        List<Path> drafts = new ArrayList<>();
        for (String node : AGENTS.keySet()) {
            files(node).stream()
                    .filter(file -> file.getFileName().toString().startsWith(".tmp."))
                    .forEach(drafts::add);
        }
        return drafts;
    }

    private static java.util.Optional<Path> partOf(String id) throws IOException {
        return drafts().stream()
                .filter(draft -> draft.getFileName().toString().equals(".tmp." + id))
                .findFirst();
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException gone) {
            return 0;
        }
    }

    private static String hash(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    /** A form whose file comes slowly and does not end. */
    private static final class SlowFile extends InputStream {

        private static final byte[] HEAD =
                ("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"slow.bin\"\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII);
        private int position;
        private volatile boolean closed;

        CompletableFuture<HttpResponse<String>> send(URI base) {
            return HttpClient.newHttpClient()
                    .sendAsync(
                            HttpRequest.newBuilder(base.resolve("/api/files"))
                                    .header("Content-Type", "multipart/form-data; boundary=b")
                                    .POST(HttpRequest.BodyPublishers.ofInputStream(() -> this))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
        }

        @Override
        public int read() {
            return position < HEAD.length ? HEAD[position++] : 0;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            if (closed) {
                throw new IOException("the sender has gone");
            }
            if (position < HEAD.length) {
                return super.read(into, from, 1);
            }
            java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
            return length;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
