package io.conclave.cli.probe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.bus.Json;
import io.conclave.cli.probe.stream.ScriptedController;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The commands against a server over a real WebSocket; what they are like as processes is told by {@code ProbeIT}. */
class ProbeCommandTest {

    private static final String TASKS = "conclave.tasks";

    private ScriptedController controller;
    private byte[] in = {};
    private String out;
    private String err;

    @TempDir
    private Path folder;

    @BeforeEach
    void start() throws Exception {
        controller = ScriptedController.start();
    }

    @AfterEach
    void stop() throws Exception {
        controller.close();
    }

    private int run(OutputStream to, String... arguments) {
        StringWriter told = new StringWriter();
        int code = new CommandLine(new ProbeCommand(new ByteArrayInputStream(in), to))
                .setErr(new PrintWriter(told, true))
                .execute(arguments);
        err = told.toString();
        return code;
    }

    private int run(String... arguments) {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        int code = run(written, arguments);
        out = written.toString(UTF_8);
        return code;
    }

    private int ask(String... arguments) {
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        all.addAll(List.of("--url", controller.url().toString()));
        return run(all.toArray(String[]::new));
    }

    private static String message(long seq, String fields) {
        return ScriptedController.message(seq, fields);
    }

    private void answer(String type, String rest) {
        controller.onCommand((socket, frame) -> socket.writeTextMessage("{\"type\":\"" + type + "\",\"address\":\""
                + frame.path("replyAddress").asText() + "\"," + rest + "}"));
    }

    @Test
    void anAnswerIsPrintedInEveryFormat() {
        answer("rec", "\"body\":{\"node\":\"zk2\",\"name\":\"\\u202e报告\"}");
        assertThat(ask("send", "drain", "{\"node\":\"zk2\"}")).isZero();
        assertThat(out).isEqualTo("{\n  \"node\" : \"zk2\",\n  \"name\" : \"\\u202e报告\"\n}\n");
        assertThat(ask("send", "drain", "--format", "json-lines")).isZero();
        assertThat(out).isEqualTo("{\"node\":\"zk2\",\"name\":\"\\u202e报告\"}\n");
        assertThat(ask("send", "drain", "--format", "raw")).isZero();
        assertThat(out).startsWith("{\"type\":\"rec\",\"address\":\"probe.reply.1\",\"body\":{");
        assertThat(err).isEmpty();
    }

    @Test
    void aVerbIsSentToItsAddressWithTheBodyOfTheArgumentOrOfStandardInput() {
        controller.onCommand((socket, frame) -> socket.writeTextMessage(ScriptedController.reply(
                frame, "{\"to\":\"" + frame.path("address").asText() + "\",\"got\":" + frame.path("body") + "}")));
        in = "{\"count\":5}".getBytes(UTF_8);
        assertThat(ask("send", "bulk-generate", "-", "--format", "json-lines")).isZero();
        assertThat(out).isEqualTo("{\"to\":\"conclave.command.bulk-generate\",\"got\":{\"count\":5}}\n");
        assertThat(ask("send", "conclave.command.tick", "--format", "json-lines"))
                .isZero();
        assertThat(out).isEqualTo("{\"to\":\"conclave.command.tick\",\"got\":{}}\n");
    }

    @ParameterizedTest
    @CsvSource({
        "404, unknown_node, 3",
        "409, quorum_at_risk, 3",
        "503, not_running, 3",
        "504, timeout, 5",
        "500, internal, 5"
    })
    void aRefusalAndAnUnknownOutcomeHaveExitCodesOfTheirOwn(int status, String problem, int code) {
        answer(
                "err",
                ("\"failureCode\":%1$d,\"message\":\"m\",\"problem\":{\"status\":%1$d,\"code\":\"%2$s\",\"detail\":\"no\","
                                + "\"field\":\"node\",\"value\":\"\\u001b[2J\",\"allowed\":\"zk1\"}")
                        .formatted(status, problem));
        assertThat(ask("send", "drain")).isEqualTo(code);
        assertThat(err)
                .isEqualTo("conclave: refused (%d %s): no; node was \\u001b[2J; allowed: zk1\n"
                        .formatted(status, problem));
        assertThat(out).isEmpty();
        assertThat(ask("send", "drain", "--format", "json-lines")).isEqualTo(code);
        assertThat(Json.parse(out).path("code").asText()).isEqualTo(problem);
        assertThat(err).isEmpty();
    }

    @Test
    void noAnswerInTimeIsAnUnknownOutcome() {
        assertThat(ask("send", "drain", "--timeout", "1")).isEqualTo(5);
        assertThat(err).contains("no answer within 1000 ms; it may still be done");
    }

    @Test
    void aConnectionThatIsLostBeforeTheAnswerIsAnUnknownOutcome() {
        controller.onCommand((socket, frame) -> socket.close());
        assertThat(ask("send", "drain")).isEqualTo(5);
        assertThat(err).contains("before the answer came; it may still be done");
    }

    @Test
    void whereNobodyIsNothingWasSent() {
        assertThat(run("send", "drain", "--url", "http://127.0.0.1:1")).isEqualTo(1);
        assertThat(err).isEqualTo("conclave: http://127.0.0.1:1 cannot be reached: Connection refused: /127.0.0.1:1\n");
        assertThat(run("send", "drain", "--data-dir", folder.toString())).isEqualTo(1);
        assertThat(err).contains("no controller runs in --data-dir " + folder, "--url");
    }

    @Test
    void whoeverIsNotLetInIsToldWhatToSet() {
        controller.answerUpgrades(401);
        assertThat(ask("send", "drain")).isEqualTo(3);
        assertThat(err).contains("does not let us in", "set CONCLAVE_TOKEN");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "send drain {",
                "send drain {}{}",
                "send drain --timeout 0",
                "send",
                "tail nonsense",
                "tail --recent 201",
                "tail --count -1",
                "tail --format xml",
                "tail --url ftp://x",
                "tail --url http://user@x",
                "tail --url nothing",
                "tail --tls-ca /no/such/file",
                "snapshot nonsense",
                "record",
                "record x --topic nonsense",
                "replay x --speed 0",
                "replay x --speed NaN",
                "replay - --top",
                "lag --duration 0",
                "top --bogus",
            })
    void whatCannotWorkIsRefusedBeforeAnythingIsSent(String line) {
        assertThat(run(line.split(" "))).isEqualTo(2);
        assertThat(err).isNotBlank().doesNotContain("\tat ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"check --bogus", "check --age-warning 61", "check --min-tolerated -1", "check --url x:"})
    void aWrongCommandLineIsUnknownToACheckAndNeverAWarning(String line) {
        assertThat(run(line.split(" "))).isEqualTo(3);
    }

    @Test
    void aCheckThatReachesNobodyIsUnknownInOneLine() {
        assertThat(run("check", "--url", "http://127.0.0.1:1")).isEqualTo(3);
        assertThat(out)
                .isEqualTo("CONCLAVE UNKNOWN - http://127.0.0.1:1 cannot be reached: Connection refused:"
                        + " /127.0.0.1:1\n");
        controller.answerUpgrades(401);
        assertThat(ask("check", "--format", "json-lines")).isEqualTo(3);
        assertThat(Json.parse(out).path("status").asText()).isEqualTo("unknown");
    }

    @Test
    void aCheckReadsAgesByTheControllersClock() {
        controller.snapshot(
                "conclave.ensemble",
                5,
                message(
                        5,
                        "\"leader\":\"zk1\",\"quorum\":{\"voters\":3,\"needed\":2,\"up\":3,\"tolerates\":1,"
                                + "\"held\":true},\"nodes\":[{\"respondedAt\":\"2026-01-02T03:04:05Z\"}]"));
        controller.snapshot("conclave.plan", 1, message(1, "\"shouldMigrate\":false,\"reason\":\"no_files\""));
        answer("rec", "\"body\":{\"createdAt\":\"2026-01-02T03:04:06.500Z\"}");
        assertThat(ask("check")).as(out).isZero();
        assertThat(out)
                .startsWith("CONCLAVE OK - zk1 leads; 3 of 3 voters serve")
                .contains("answered 1.");
    }

    @Test
    void aSnapshotIsAnObjectForEachTopic() {
        controller.snapshot(TASKS, 7, "[" + message(6, "\"id\":1") + "," + message(7, "\"id\":2") + "]");
        assertThat(ask("snapshot", "tasks", "ensemble", "--format", "json-lines"))
                .isZero();
        List<JsonNode> lines = out.lines().map(Json::parse).toList();
        assertThat(lines).extracting(line -> line.path("topic").asText()).containsExactly(TASKS, "conclave.ensemble");
        assertThat(lines.get(0).path("state").path("recent").path(1).path("id").asInt())
                .isEqualTo(2);
        assertThat(lines.get(1).path("state").path("leader").asText()).isEqualTo("zk1");
        assertThat(ask("snapshot", "tasks")).isZero();
        assertThat(out.lines()).hasSize(2);
    }

    @Test
    void aTailEndsAfterAsManyLinesAsAreWanted() {
        controller.snapshot(TASKS, 7, "[" + message(6, "\"id\":1") + "," + message(7, "\"id\":2") + "]");
        assertThat(ask("tail", "tasks", "--count", "2", "--format", "json-lines"))
                .isZero();
        assertThat(out.lines().map(Json::parse))
                .extracting(line -> line.path("source").asText())
                .containsExactly("snapshot", "snapshot");
        assertThat(err).isEmpty();
    }

    @Test
    void aReaderThatHasEnoughEndsATailInOrderAndAFullDiskDoesNot() {
        controller.snapshot(TASKS, 1, "[" + message(1, "\"id\":1") + "]");
        String[] tail = {"tail", "tasks", "--url", controller.url().toString()};
        assertThat(run(failing("Broken pipe"), tail)).isZero();
        assertThat(err).isEmpty();
        assertThat(run(failing("No space left on device"), tail)).isEqualTo(1);
        assertThat(err).isEqualTo("conclave: the output cannot be written: No space left on device\n");
    }

    private static OutputStream failing(String why) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(why);
            }
        };
    }

    @Test
    void aRecordingIsReplayedLineByLineAndNeverWrittenOver() throws IOException {
        controller.snapshot(TASKS, 2, "[" + message(1, "\"id\":1") + "," + message(2, "\"id\":2") + "]");
        String file = folder.resolve("r.jsonl").toString();
        assertThat(ask("record", file, "--topic", "tasks", "--count", "2")).isZero();
        assertThat(err).isEqualTo("conclave: 2 messages recorded in " + file + "\n");
        String recorded = Files.readString(Path.of(file));

        assertThat(run("replay", file, "--fast", "--format", "json-lines")).isZero();
        assertThat(out).isEqualTo(recorded);
        assertThat(run("replay", file, "--fast", "--format", "raw")).isZero();
        assertThat(out.lines()).hasSize(2).allMatch(line -> line.startsWith("{\"type\":\"rec\""));

        assertThat(ask("record", file, "--topic", "tasks", "--count", "1")).isEqualTo(1);
        assertThat(err).isEqualTo("conclave: " + file + " is there already; --force writes it anew\n");
        assertThat(Files.readString(Path.of(file))).isEqualTo(recorded);
        assertThat(ask("record", file, "--topic", "tasks", "--count", "1", "--force"))
                .isZero();
        assertThat(Files.readString(Path.of(file)).lines()).hasSize(1);
    }

    @Test
    void aRecordingGoesThroughPipesBothWays() {
        controller.snapshot(TASKS, 1, "[" + message(1, "\"id\":1") + "]");
        assertThat(ask("record", "-", "--topic", "tasks", "--count", "1")).isZero();
        String recorded = out;
        in = (recorded + recorded.substring(0, 40)).getBytes(UTF_8);
        assertThat(run("replay", "-", "--fast", "--format", "json-lines")).isZero();
        assertThat(out).isEqualTo(recorded);
        assertThat(err).isEqualTo("conclave: - is cut off in line 2; all before it was replayed\n");
    }

    @Test
    void aRecordingIsShownOnOneScreenWhereThereIsNoTerminal() {
        assertThat(ask("record", folder.resolve("r").toString(), "--topic", "ensemble", "--count", "1"))
                .isZero();
        assertThat(run("replay", folder.resolve("r").toString(), "--fast", "--top"))
                .isZero();
        assertThat(out).contains("zk1 leads").doesNotContain("\u001b");
        assertThat(err).contains("no terminal, so that one screen is printed");
    }

    @Test
    void lagCountsLiveMessagesAndCorrectsForAClockThatDiffers() {
        controller.onCommand((socket, frame) -> {
            String before = "{\"createdAt\":\"" + Instant.now().minusSeconds(3_600) + "\"}";
            socket.writeTextMessage(ScriptedController.reply(frame, before));
            socket.writeTextMessage("{\"type\":\"rec\",\"address\":\"conclave.ensemble\",\"body\":{\"at\":\""
                    + Instant.now().minusSeconds(3_600).minusMillis(50) + "\"}}");
        });
        assertThat(ask("lag", "--count", "1", "--duration", "1", "--format", "json-lines"))
                .isZero();
        JsonNode figures = Json.parse(out);
        assertThat(figures.path("sameClock").asBoolean()).isFalse();
        assertThat(figures.path("clockAheadMs").asDouble()).isBetween(-3_600_500.0, -3_599_500.0);
        assertThat(figures.path("maxMs").asDouble()).isBetween(45.0, 1_000.0);
    }

    @Test
    void lagWithoutAnyMessageHasMeasuredNothing() {
        controller.onCommand((socket, frame) ->
                socket.writeTextMessage(ScriptedController.reply(frame, "{\"createdAt\":\"" + Instant.now() + "\"}")));
        assertThat(ask("lag", "--duration", "1")).isEqualTo(1);
        assertThat(out).isEmpty();
        assertThat(err).contains("no message of ensemble came in 1 s");
    }
}
