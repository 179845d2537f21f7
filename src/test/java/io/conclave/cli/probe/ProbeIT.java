package io.conclave.cli.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.conclave.testing.RealParts;
import io.conclave.testing.RunningProduct;
import io.conclave.testing.Signals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The probes as processes out of the one jar, beside a running product on a real ensemble. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProbeIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final Map<String, String> QUICK =
            Map.of("DEMO_WORKLOAD_INTERVAL", "1", "DEMO_WORKLOAD_MAX_FILES", "8");

    @TempDir
    private static Path folder;

    private final List<Process> begun = new ArrayList<>();
    private RunningProduct product;

    /** A probe, or a shell with probes in it. */
    private record Running(Process process, Path out, Path err) {

        String output() {
            return read(out);
        }

        String remarks() {
            return read(err);
        }

        List<JsonNode> objects() {
            return output().lines().map(ProbeIT::json).toList();
        }

        Running ended(int code) throws InterruptedException {
            assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .as("ended; %s %s", output(), remarks())
                    .isTrue();
            assertThat(process.exitValue())
                    .as("exit code; %s %s", output(), remarks())
                    .isEqualTo(code);
            return this;
        }

        private static String read(Path file) {
            try {
                return Files.readString(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @BeforeAll
    void start() throws IOException {
        product = RunningProduct.demo(folder, QUICK);
    }

    @AfterAll
    void stop() {
        begun.forEach(Process::destroyForcibly);
        product.close();
    }

    private static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(line, e);
        }
    }

    private static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar"));
        command.add(System.getProperty("conclave.jar"));
        command.add("probe");
        command.addAll(List.of(arguments));
        return command;
    }

    private Running begin(List<String> command) throws IOException {
        Path out = folder.resolve("probe-" + begun.size() + ".out");
        Path err = folder.resolve("probe-" + begun.size() + ".err");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().put("DATA_DIR", folder.resolve("data").toString());
        builder.environment().put("TERM", "xterm-256color");
        builder.environment().remove("NO_COLOR");
        Process process = builder.start();
        begun.add(process);
        return new Running(process, out, err);
    }

    private Running probe(String... arguments) throws IOException {
        return begin(command(arguments));
    }

    /** A line for a shell in which {@code conclave} is the jar. */
    private Running shell(String line) throws IOException {
        String conclave = String.join(" ", command()).replace(" probe", "");
        return begin(List.of("bash", "-o", "pipefail", "-c", "conclave() { " + conclave + " \"$@\"; }; " + line));
    }

    private static void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what).atMost(LIMIT).pollInterval(Duration.ofMillis(50)).until(condition);
    }

    @Test
    void aTailPrintsWhatHappensInEveryFormat() throws Exception {
        Running human = probe("tail", "ensemble", "conclave.tasks", "--count", "6");
        Running objects = probe("tail", "ensemble", "--count", "4", "--format", "json-lines");
        Running raw = probe("tail", "ensemble", "--count", "3", "--format", "raw");

        assertThat(human.ended(0).output())
                .contains(" leads, 3 of 3 voters serve")
                .doesNotContain("\u001b");
        List<JsonNode> told = objects.ended(0).objects();
        assertThat(told)
                .extracting(line -> line.path("source").asText())
                .containsExactly("snapshot", "stream", "stream", "stream");
        assertThat(told)
                .extracting(line -> line.path("seq").asLong())
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(told.get(3).path("body").path("nodes")).hasSize(3);
        List<JsonNode> frames = raw.ended(0).objects();
        assertThat(frames)
                .as("the snapshot's answer and the messages around it")
                .anyMatch(frame -> frame.path("body").path("topics").has("conclave.ensemble"))
                .anyMatch(frame -> frame.path("address").asText().equals("conclave.ensemble"));
        assertThat(human.remarks() + objects.remarks() + raw.remarks()).isEmpty();
    }

    @Test
    void aTailOfTheLogsHasTheLinesThatItAskedTheControllerForAndNoOthers() throws Exception {
        Running tail = probe(
                "tail",
                "logs",
                "--node",
                "zk2",
                "--level",
                "info",
                "--match",
                "looking OR following OR leading",
                "--recent",
                "0",
                "--count",
                "2",
                "--format",
                "json-lines");
        // It says nothing before its first line, so it may have come too late for one restart.
        await("lines", () -> {
            product.awaitHealthyEnsemble();
            product.send("POST", "/api/nodes/zk2/restart", null);
            return !tail.process().isAlive();
        });
        assertThat(tail.ended(0).objects()).hasSize(2).allSatisfy(told -> {
            assertThat(told.path("topic").asText()).isEqualTo("conclave.logs");
            assertThat(told.path("body").path("node").asText()).isEqualTo("zk2");
            assertThat(told.path("body").path("line").asText()).matches(".* INFO .*(LOOKING|FOLLOWING|LEADING).*");
        });
        product.awaitHealthyEnsemble();

        assertThat(probe("tail", "ensemble", "--node", "zk2").ended(2).remarks())
                .contains("for the topic logs");
        assertThat(probe("tail", "logs", "--level", "loud").ended(2).remarks())
                .contains("--level is one of trace, debug");
        assertThat(probe("tail", "logs", "--match", "(a").ended(2).remarks()).contains("--match: text must be");
    }

    @Test
    void aPipeWhoseReaderHasEnoughEndsInOrderAndWithoutAWord() throws Exception {
        Running piped = shell("conclave probe tail ensemble --format json-lines | head -1")
                .ended(0);
        assertThat(piped.objects()).hasSize(1);
        assertThat(piped.remarks()).isEmpty();
    }

    @Test
    void whatIsSentIsDoneOrRefusedWithTheReason() throws Exception {
        Running drained = probe("send", "drain", "{\"node\":\"zk2\",\"reason\":\"test\"}");
        Running unknown = probe("send", "drain", "{\"node\":\"zk9\"}");
        assertThat(json(drained.ended(0).output()).path("drained").asBoolean()).isTrue();
        assertThat(unknown.ended(3).remarks()).contains("refused (404 unknown_node)", "zk9", "zk1, zk2, zk3");
    }

    @Test
    void lagIsSmallOnOneMachineAndNotZero() throws Exception {
        JsonNode lag = json(probe("lag", "--duration", "3", "--format", "json-lines")
                .ended(0)
                .output());
        assertThat(lag.path("count").asInt()).isBetween(5, 30);
        assertThat(lag.path("sameClock").asBoolean()).isTrue();
        assertThat(lag.path("p50Ms").asDouble()).isBetween(0.001, 250.0);
        assertThat(lag.path("maxMs").asDouble())
                .isGreaterThanOrEqualTo(lag.path("p50Ms").asDouble());
    }

    @Test
    void aRecordingThatIsInterruptedEndsWithAWholeLineAndIsReplayedAsItWas() throws Exception {
        Path file = folder.resolve("recording.jsonl");
        Running recording = probe("record", file.toString());
        await(
                "live messages in the file",
                () -> Files.exists(file) && Files.readString(file).contains("\"source\":\"stream\""));
        Signals.send("INT", recording.process().pid());
        recording.ended(130);
        String recorded = Files.readString(file);
        assertThat(recorded).endsWith("}\n");
        assertThat(recording.remarks()).contains(recorded.lines().count() + " messages recorded in " + file);

        Running replayed = probe("replay", file.toString(), "--fast", "--format", "json-lines");
        assertThat(replayed.ended(0).output()).isEqualTo(recorded);
    }

    @Test
    void topDrawsOnARealTerminalFollowsItsSizeAndLeavesItAsItWas() throws Exception {
        if (!Files.isExecutable(Path.of("/usr/bin/script"))) {
            throw RealParts.missing("script (of bsdutils) is not installed");
        }
        Path screen = folder.resolve("screen");
        String inside = folder.resolve("inside.sh").toString();
        String go = folder.resolve("go").toString();
        Files.writeString(
                Path.of(inside),
                """
                stty rows 40 cols 130
                (while [ ! -e %s ]; do sleep 0.1; done; stty rows 20 cols 50 < /dev/tty) &
                %s
                echo "ended with $?"
                stty -a
                """
                        .formatted(go, String.join(" ", command("top"))));
        Running top = begin(List.of("script", "-qfec", "bash " + inside, screen.toString()));
        await(
                "a drawn screen",
                () -> Files.exists(screen)
                        && Files.readString(screen).contains("BYTES")
                        && Files.readString(screen).contains("OPERATIONS"));
        String wide = Files.readString(screen);
        assertThat(wide).startsWith("Script").contains("\u001b[?1049h", "\u001b[?25l", "zk1", "live", "PLAN");

        Files.createFile(Path.of(go));
        await("a screen of fewer columns", () -> {
            String narrow = Files.readString(screen).substring(wide.length());
            int cleared = narrow.lastIndexOf("\u001b[2J");
            return cleared >= 0 && narrow.indexOf("NODE", cleared) > 0;
        });
        String narrow = Files.readString(screen).substring(wide.length());
        assertThat(narrow.substring(narrow.lastIndexOf("\u001b[2J")))
                .contains("HEARD")
                .doesNotContain("BYTES");

        top.process().getOutputStream().write('q');
        top.process().getOutputStream().flush();
        top.ended(0);
        String all = Files.readString(screen);
        String after = all.substring(all.lastIndexOf("\u001b[?1049l"));
        assertThat(all.substring(all.length() - after.length() - 60)).contains("\u001b[?1049l");
        assertThat(after).contains("ended with 0").containsPattern("[^-]icanon").containsPattern("[^-]echo ");
    }

    @Test
    void aCheckTellsAWarningAndALostQuorumApartAndThatAllIsWellAgain() throws Exception {
        assertThat(probe("check").ended(0).output()).startsWith("CONCLAVE OK - ");

        Signals.send("KILL", Signals.serverOf(product.pid(), "zk1").pid());
        awaitCheck(1, "CONCLAVE WARNING - 2 of 3 voters serve, none may fail any more | up=2;;;0;3");
        Signals.send("KILL", Signals.serverOf(product.pid(), "zk2").pid());
        awaitCheck(2, "CONCLAVE CRITICAL - nobody leads; the quorum is lost: ");

        for (String node : List.of("zk1", "zk2")) {
            probe("send", "start-node", "{\"node\":\"" + node + "\"}").ended(0);
        }
        product.awaitHealthyEnsemble();
        awaitCheck(0, "CONCLAVE OK - ");
    }

    private void awaitCheck(int code, String line) {
        await("check " + code, () -> {
            Running check = probe("check");
            assertThat(check.process().waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            return check.process().exitValue() == code && check.output().startsWith(line);
        });
    }

    @Test
    void aTailOutlivesTheControllerAndTellsEveryRowOfTheNextOneOnce() throws Exception {
        Path beside = Files.createDirectory(folder.resolve("beside"));
        try (RunningProduct first = attached(beside)) {
            Running tail = probe(
                    "tail",
                    "tasks",
                    "ensemble",
                    "--recent",
                    "0",
                    "--format",
                    "json-lines",
                    "--data-dir",
                    beside.resolve("data").toString());
            await("a live row", () -> tail.output().contains("\"topic\":\"conclave.tasks\""));

            first.kill();
            await("a remark", () -> tail.remarks().contains("trying again in"));
            try (RunningProduct second = attached(beside)) {
                String next = "controller-" + second.pid();
                await("the next controller", () -> tail.remarks().contains("connected to " + second.base()));
                await("rows of the next controller", () -> rows(tail, next).size() > 3);
                tail.process().destroy();
                tail.ended(143);

                assertThat(tail.remarks())
                        .contains("the controller was controller-" + first.pid() + " (epoch ")
                        .contains(" and is now " + next + " (epoch ")
                        .doesNotContain("frame");
                List<Long> rows = rows(tail, next);
                assertThat(rows)
                        .as("%s", tail.remarks())
                        .containsExactlyElementsOf(
                                LongStream.rangeClosed(1, rows.size()).boxed().toList());
            }
        }
    }

    /** A controller of its own on the ensemble of the other, on any port: whoever follows it has to look it up anew. */
    private RunningProduct attached(Path ownFolder) throws Exception {
        List<String> servers = new ArrayList<>();
        for (JsonNode node : product.getJson("/api/overview").get("ensemble").get("nodes")) {
            servers.add(
                    node.get("id").asText() + "=127.0.0.1:" + node.get("port").asInt());
        }
        Map<String, String> environment = new HashMap<>(QUICK);
        environment.put("ZK_FILE_ROOT", "/demo/beside");
        RunningProduct controller =
                RunningProduct.launch(ownFolder, environment, "serve", "--zk-nodes", String.join(",", servers));
        controller.awaitHealthyEnsemble();
        return controller;
    }

    /** The numbers of the rows that one controller told since its start, in the order in which they were printed. */
    private static List<Long> rows(Running tail, String controller) {
        String whole = tail.output();
        return whole.substring(0, whole.lastIndexOf('\n') + 1)
                .lines()
                .map(ProbeIT::json)
                .filter(line -> line.path("topic").asText().equals("conclave.tasks"))
                .filter(line -> line.path("controller").path("id").asText().equals(controller))
                .map(line -> line.path("seq").asLong())
                .filter(seq -> seq > 0)
                .toList();
    }
}
