package io.conclave.control.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.conclave.testing.RealParts;
import io.conclave.testing.RunningProduct;
import io.conclave.testing.StreamViewer;
import io.conclave.testing.UnusedPort;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An ensemble of Debian's own package, ZooKeeper 3.8 with the package's example configuration, which something else
 * than the console has started and which the console acts on by an operator's script.
 */
class DebianEnsembleIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path PROGRAM = Path.of("/usr/share/zookeeper/bin/zkServer.sh");
    private static final Path EXAMPLE = Path.of("/etc/zookeeper/conf_example/zoo.cfg");
    private static final List<String> SERVERS = List.of("zk1", "zk2", "zk3");

    /** What a unit of systemd would do on each host. */
    private static final String SERVICE =
            """
            #!/bin/sh
            set -eu
            home=$(dirname "$0")/$1
            pid() { cat "$home/pid" 2>/dev/null || echo none; }
            # One that has ended and that nobody has asked about since is no running one.
            runs() { grep -qs '^State:[[:space:]]*[RSDTt]' "/proc/$(pid)/status"; }
            case $2 in
                start)
                    if runs; then echo "$1 runs already"; exit 0; fi
                    setsid /usr/share/zookeeper/bin/zkServer.sh start-foreground "$home/zoo.cfg" \\
                        >>"$home/out" 2>&1 </dev/null &
                    echo $! >"$home/pid"
                    ;;
                stop)
                    if ! runs; then echo "$1 does not run"; exit 0; fi
                    kill "$(pid)"
                    while runs; do sleep 0.1; done
                    ;;
                kill | pause | resume)
                    case $2 in kill) signal=KILL ;; pause) signal=STOP ;; resume) signal=CONT ;; esac
                    kill -s "$signal" "$(pid)"
                    ;;
                logs) tail -n "$3" "$home/out" ;;
                follow) exec tail -n 0 -F "$home/out" ;;
            esac
            """;

    @TempDir
    static Path folder;

    private static Path service;
    private static RunningProduct product;

    @BeforeAll
    static void attach() throws Exception {
        if (!Files.isExecutable(PROGRAM) || !Files.exists(EXAMPLE)) {
            throw RealParts.missing("no " + PROGRAM + " of Debian's package zookeeper");
        }
        service = Files.writeString(folder.resolve("service"), SERVICE);
        assertThat(service.toFile().setExecutable(true)).isTrue();
        Map<String, Integer> ports = new TreeMap<>();
        StringBuilder members = new StringBuilder();
        for (int i = 1; i <= SERVERS.size(); i++) {
            members.append("server." + i + "=127.0.0.1:" + UnusedPort.any() + ":" + UnusedPort.any() + "\n");
        }
        for (int i = 1; i <= SERVERS.size(); i++) {
            String id = "zk" + i;
            Path data = Files.createDirectories(folder.resolve(id).resolve("data"));
            ports.put(id, UnusedPort.any());
            Files.writeString(data.resolve("myid"), i + "\n");
            Files.writeString(
                    folder.resolve(id).resolve("zoo.cfg"),
                    Files.readString(EXAMPLE)
                                    .replaceAll("(?m)^dataDir=.*", "dataDir=" + data)
                                    .replaceAll("(?m)^clientPort=.*", "clientPort=" + ports.get(id))
                            + "\n" + members);
            service(id, "start");
        }
        Map<String, String> environment = new TreeMap<>(Map.of(
                "ZK_NODES",
                ports.entrySet().stream()
                        .map(port -> port.getKey() + "=127.0.0.1:" + port.getValue())
                        .collect(Collectors.joining(",")),
                "NODE_CONTROL",
                "command",
                "DEMO_WORKLOAD_ENABLED",
                "false"));
        for (String verb : List.of("start", "stop", "kill", "pause", "resume", "follow")) {
            environment.put("NODE_COMMAND_" + verb.toUpperCase(java.util.Locale.ROOT), service + " {node} " + verb);
        }
        environment.put("NODE_COMMAND_LOGS", service + " {node} logs {lines}");
        product = RunningProduct.launch(Files.createDirectory(folder.resolve("console")), environment, "serve");
        product.awaitHealthyEnsemble();
    }

    private static void service(String... arguments) throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>(List.of(service.toString()));
        command.addAll(List.of(arguments));
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }

    @AfterAll
    static void end() throws Exception {
        if (product != null) {
            product.close();
        }
        if (service != null) {
            for (String id : SERVERS) {
                new ProcessBuilder(service.toString(), id, "resume").start().waitFor();
                new ProcessBuilder(service.toString(), id, "kill").start().waitFor();
            }
        }
    }

    @BeforeEach
    void whole() {
        product.awaitHealthyEnsemble();
    }

    private static JsonNode act(String action, String node) throws Exception {
        HttpResponse<String> answer = product.send("POST", "/api/nodes/" + node + "/" + action, "{}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private static void awaitHealth(String node, String health) {
        await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> product.getJson("/api/nodes/" + node)
                .get("health")
                .asText()
                .equals(health));
    }

    @Test
    void whatItsDefaultsDoNotTellIsAbsentWithTheLineThatWouldTellIt() throws Exception {
        JsonNode node = product.getJson("/api/nodes/zk1");

        assertThat(node.get("version").asText()).startsWith("3.8");
        assertThat(node.get("role").asText()).isIn("leader", "follower");
        assertThat(node.at("/sources/zxid/source").asText()).isEqualTo("srvr");
        await().atMost(Duration.ofSeconds(10)).until(() -> product.getJson("/api/nodes/zk1")
                .at("/missing/watches/remedy")
                .asText()
                .equals("4lw.commands.whitelist=srvr,mntr,conf"));
        assertThat(product.getJson("/api/nodes/zk1").get("watches").isNull()).isTrue();
    }

    @Test
    void serversAreActedOnByTheOperatorsScript() throws Exception {
        String leader = product.getJson("/api/overview").at("/ensemble/leader").asText();
        String node =
                SERVERS.stream().filter(id -> !id.equals(leader)).findFirst().orElseThrow();

        act("stop", node);
        awaitHealth(node, "down");
        JsonNode again = act("stop", node);
        act("start", node);
        awaitHealth(node, "healthy");
        act("pause", node);
        awaitHealth(node, "hung");
        act("resume", node);
        awaitHealth(node, "healthy");
        act("kill", node);
        awaitHealth(node, "down");
        act("start", node);
        awaitHealth(node, "healthy");

        JsonNode rows = product.getJson("/api/operations?limit=20").get("operations");
        assertThat(rows)
                .filteredOn(row -> row.get("id").equals(again.get("operationId")))
                .singleElement()
                .satisfies(row -> assertThat(row.at("/details/output").asText()).isEqualTo(node + " does not run\n"));
        assertThat(StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.get("action").asText())
                        .collect(Collectors.toSet()))
                .contains("node_stop", "node_start", "node_pause", "node_resume", "node_kill");
    }

    @Test
    void rollingRestartGoesThroughTheWholeEnsemble() throws Exception {
        HttpResponse<String> begun = product.send("POST", "/api/ensemble/rolling-restart", "{}");
        assertThat(begun.statusCode()).as(begun.body()).isEqualTo(202);

        await().atMost(Duration.ofMinutes(2)).until(() -> !product.getJson("/api/control")
                .at("/rolling/status")
                .asText()
                .equals("running"));
        JsonNode rolling = product.getJson("/api/control").get("rolling");
        assertThat(rolling.get("status").asText()).as(rolling.toString()).isEqualTo("ok");
    }

    @Test
    void logIsReadAndFollowedByTheOperatorsScript() throws Exception {
        assertThat(product.getJson("/api/nodes/zk2/logs?tail=3").get("lines")).isNotEmpty();
        try (StreamViewer viewer = product.viewer()) {
            viewer.register("conclave.logs");
            Path log = folder.resolve("zk2/out");
            await().atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> {
                        Files.writeString(log, "a line of its own\n", java.nio.file.StandardOpenOption.APPEND);
                        return viewer.messages("conclave.logs").stream()
                                .anyMatch(line -> line.get("node").asText().equals("zk2")
                                        && line.get("line").asText().equals("a line of its own"));
                    });
        }
    }
}
