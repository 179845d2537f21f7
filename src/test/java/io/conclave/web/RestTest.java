package io.conclave.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.audit.Action;
import io.conclave.audit.ListOperations;
import io.conclave.audit.OperationStatus;
import io.conclave.bus.Json;
import io.conclave.control.ControlNode;
import io.conclave.ensemble.DrainNode;
import io.conclave.files.ListFiles;
import io.conclave.store.FileSort;
import io.conclave.store.SortOrder;
import io.conclave.testing.CsvText;
import io.conclave.workload.AdvanceTask;
import io.conclave.workload.BulkGenerate;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RestTest {

    private RunningEdge edge;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        edge = RunningEdge.open(folder);
    }

    @AfterAll
    void stop() {
        edge.close();
    }

    @Test
    void longAnswerIsCompressedForWhoTakesThatAndAFileIsNot() throws Exception {
        var document = edge.send("GET", "/api/openapi.yaml", null, "Accept-Encoding", "gzip");
        var file = edge.send("GET", "/api/files/" + Samples.FILE.id() + "/content", null, "Accept-Encoding", "gzip");

        assertThat(document.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(file.headers().firstValue("Content-Encoding").orElse("identity"))
                .isEqualTo("identity");
        assertThat(file.headers().firstValue("Content-Length")).isPresent();
    }

    @Test
    void fieldsOfPathAndBodyAndTheActorBecomeOneQuestion() throws Exception {
        HttpResponse<String> response = edge.send("POST", "/api/nodes/zk2/drain", "{\"reason\":\"disk swap\"}");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(edge.features.asked).contains(new DrainNode("zk2", "disk swap", "rest"));
    }

    @Test
    void filtersOfTheTrailBecomeOneQuestion() throws Exception {
        HttpResponse<String> response =
                edge.get("/api/operations?limit=7&before=90&action=node_stop&node=zk2&status=failed"
                        + "&actor=page&from=2026-01-02T03:04:05Z&to=2026-01-03T00:00:00.5Z");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(edge.features.asked)
                .contains(new ListOperations(
                        7,
                        90L,
                        Action.NODE_STOP,
                        "zk2",
                        OperationStatus.FAILED,
                        "page",
                        Instant.parse("2026-01-02T03:04:05Z"),
                        Instant.parse("2026-01-03T00:00:00.5Z")));
    }

    @Test
    void exportAsCsvIsAFileWithEveryPageThatNoSpreadsheetRuns() throws Exception {
        HttpResponse<String> response = edge.get("/api/operations/export?format=csv&node=zk3");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/csv; charset=utf-8; header=present");
        assertThat(response.headers().firstValue("Content-Disposition").orElseThrow())
                .matches("attachment; filename=\"conclave-operations-\\d{8}T\\d{6}Z.csv\".*");
        List<List<String>> rows = CsvText.parse(response.body());
        assertThat(rows).hasSize(3);
        assertThat(rows).allSatisfy(row -> assertThat(row).hasSize(rows.get(0).size()));
        List<String> header = rows.get(0);
        assertThat(rows.get(1))
                .containsSubsequence("9", "12", "rest", "drain", "zk3", "ok")
                .contains("{\"reason\":\"disk swap\"}", "340", "Not measured: the controller ended before it could.");
        assertThat(rows.get(2).get(header.indexOf("actor"))).isEqualTo("'=cmd|' /C calc'!A0");
        assertThat(rows.get(2).get(header.indexOf("details"))).isEqualTo("{\"name\":\"a \\\"b\\\", c\"}");
        assertThat(edge.features.asked)
                .contains(new ListOperations(200, null, null, "zk3", null, null, null, null))
                .contains(new ListOperations(200, 9L, null, "zk3", null, null, null, null));
    }

    @Test
    void exportThatBreaksHalfWayIsNotTakenForAWholeFile() {
        for (String format : List.of("csv", "json")) {
            assertThatThrownBy(
                            () -> edge.get("/api/operations/export?format=" + format + "&actor=" + FakeFeatures.NOBODY))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void exportAsJsonIsOneArrayOfTheRowsAsRestHasThem() throws Exception {
        HttpResponse<String> response = edge.get("/api/operations/export?format=json");

        assertThat(response.headers().firstValue("Content-Disposition").orElseThrow())
                .contains(".json\"");
        JsonNode all = Json.parse(response.body());
        assertThat(all).hasSize(2);
        assertThat(all.get(0))
                .isEqualTo(Json.parse(edge.get("/api/operations").body()).at("/operations/0"));
    }

    @ParameterizedTest
    @CsvSource({
        "start,NODE_START",
        "stop,NODE_STOP",
        "restart,NODE_RESTART",
        "kill,NODE_KILL",
        "pause,NODE_PAUSE",
        "resume,NODE_RESUME"
    })
    void eachActionOnANodeAsksForItself(String verb, Action action) throws Exception {
        assertThat(edge.send("POST", "/api/nodes/zk1/" + verb, null).statusCode())
                .isEqualTo(200);

        assertThat(edge.features.asked).contains(new ControlNode("zk1", action, "rest"));
    }

    @Test
    void snakeCaseFieldsOfTheDemoCallsAreUnderstood() throws Exception {
        HttpResponse<String> response = edge.send(
                "POST",
                "/api/files/bulk-generate",
                "{\"count\":2,\"size_bytes\":5,\"strategy\":\"pin\",\"node\":\"zk1\",\"trigger_scheduler\":true}");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        assertThat(edge.features.asked).contains(new BulkGenerate(2, 5L, "pin", "zk1", true, "rest"));
    }

    @Test
    void numberInThePathIsANumberInTheQuestion() throws Exception {
        assertThat(edge.send("POST", "/api/tasks/7/advance", null).statusCode()).isEqualTo(200);

        assertThat(edge.features.asked).contains(new AdvanceTask(7, "rest"));
    }

    @Test
    void parametersBecomeTheQuestionAndHaveUsualValues() throws Exception {
        edge.get("/api/files?limit=7&cursor=c&node=zk1&query=fox&sort=size&order=asc");
        edge.get("/api/files");

        assertThat(edge.features.asked)
                .contains(
                        new ListFiles(7, "c", "zk1", "fox", FileSort.SIZE, SortOrder.ASC),
                        new ListFiles(50, null, null, null, FileSort.CREATED, SortOrder.DESC));
    }

    @Test
    void overviewShowsTheNewestOfEverything() throws Exception {
        JsonNode overview = Json.parse(edge.get("/api/overview").body());

        assertThat(overview.get("ensemble")).isEqualTo(Json.parse(Json.encode(Samples.ENSEMBLE)));
        assertThat(overview.get("counts").get("totalFiles").asInt()).isEqualTo(5);
        assertThat(overview.get("plan").get("reason").asText()).isEqualTo("migrate");
        assertThat(overview.get("plan").get("moves").asInt()).isEqualTo(1);
        assertThat(overview.get("tasks").get("byStatus").get("done").asInt()).isEqualTo(7);
    }

    @Test
    void nodesAreAListAndAnUnknownOneIsNotFoundWithTheKnownOnes() throws Exception {
        JsonNode nodes = Json.parse(edge.get("/api/nodes").body());
        HttpResponse<String> unknown = edge.get("/api/nodes/zk9");

        assertThat(nodes).hasSize(3);
        assertThat(nodes.get(0).get("port").asInt()).isEqualTo(2181);
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(Json.parse(unknown.body()).get("field").asText()).isEqualTo("node");
        assertThat(Json.parse(unknown.body()).get("allowed").asText()).isEqualTo("zk1, zk2, zk3");
    }

    @Test
    void uploadIsStreamedToTheKeeperAndAnsweredWithTheFileAndWhyItIsThere() throws Exception {
        HttpResponse<String> response = edge.form(RunningEdge.part("file", "fox 🦊.txt", "bytes") + "--b--\r\n");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        JsonNode answer = Json.parse(response.body());
        assertThat(answer.get("file").get("name").asText()).isEqualTo("fox 🦊.txt");
        assertThat(answer.get("placement").get("nodes").get(0).asText()).isEqualTo("zk1");
        assertThat(response.headers().firstValue("Location"))
                .hasValue("/api/files/" + answer.get("file").get("id").asText());
        assertThat(edge.transfer.kept.get("fox 🦊.txt").toString()).isEqualTo("bytes");
    }

    @Test
    void emptyFileIsAFile() throws Exception {
        HttpResponse<String> response = edge.form(RunningEdge.part("file", "empty.bin", "") + "--b--\r\n");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        assertThat(edge.transfer.kept.get("empty.bin").length()).isZero();
    }

    @Test
    void uploadThatIsCutOffWithItsConnectionIsAborted() throws Exception {
        int before = edge.transfer.aborted.size();
        try (Socket socket = edge.connect()) {
            write(
                    socket,
                    "POST /api/files HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=b\r\n"
                            + "Content-Length: 5000\r\n\r\n" + RunningEdge.part("file", "cut.bin", "x".repeat(1_000)));
        }

        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(edge.transfer.aborted).hasSize(before + 1));
        assertThat(edge.transfer.kept).doesNotContainKey("cut.bin");
    }

    @Test
    void formThatEndsWithinTheFileIsRefusedAndTheUploadAborted() throws Exception {
        int before = edge.transfer.aborted.size();

        HttpResponse<String> response = edge.form(RunningEdge.part("file", "short.bin", "x".repeat(1_000)));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(Json.parse(response.body()).get("code").asText()).isEqualTo("truncated_form");
        assertThat(edge.transfer.aborted).hasSize(before + 1);
        assertThat(edge.transfer.kept).doesNotContainKey("short.bin");
    }

    @Test
    void uploadThatSaysThatItIsTooLargeIsRefusedBeforeItIsRead() throws Exception {
        HttpResponse<String> response = edge.form(
                RunningEdge.part("file", "big.bin", "x".repeat(RunningEdge.LARGEST_UPLOAD + 100_000)) + "--b--\r\n");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(413);
        assertThat(edge.transfer.kept).doesNotContainKey("big.bin");
    }

    @Test
    void endlessUploadIsAnsweredWith413AndNotReadForEver() throws Exception {
        byte[] chunk = ("10000\r\n" + "x".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        String head = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"endless.bin\"\r\n\r\n";
        long sent = 0;
        byte[] answer = new byte[12];
        try (Socket socket = edge.connect()) {
            write(
                    socket,
                    "POST /api/files HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=b\r\n"
                            + "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(head.length()) + "\r\n" + head
                            + "\r\n");
            while (sent < 200L * RunningEdge.LARGEST_UPLOAD
                    && socket.getInputStream().available() == 0) {
                socket.getOutputStream().write(chunk);
                sent += 0x10000;
            }
            assertThat(socket.getInputStream().readNBytes(answer, 0, 12)).isEqualTo(12);
            assertThat(new String(answer, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 413");

            long more = 0;
            try {
                while (more < 200L << 20) {
                    socket.getOutputStream().write(chunk);
                    more += 0x10000;
                }
            } catch (java.io.IOException closedByServer) {
                assertThat(more).isLessThan(64L << 20);
            }
            assertThat(more).isLessThan(200L << 20);
        }
        assertThat(edge.transfer.kept).doesNotContainKey("endless.bin");
    }

    @Test
    void downloadIsTheFilesBytesToBeSavedUnderItsName() throws Exception {
        HttpResponse<String> response = edge.get("/api/files/" + Samples.FILE.id() + "/content");

        assertThat(response.body()).isEqualTo(new String(Samples.CONTENT, StandardCharsets.US_ASCII));
        assertThat(response.headers().firstValue("Content-Disposition"))
                .hasValue("attachment; filename=\"fox_____.txt\"; filename*=UTF-8''fox%20%F0%9F%A6%8A.txt");
        assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(response.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("sandbox");
    }

    @Test
    void downloadThatTheCallerHasAlreadyIsNotSentAgain() throws Exception {
        HttpResponse<String> response = edge.send(
                "GET",
                "/api/files/" + Samples.FILE.id() + "/content",
                null,
                "If-None-Match",
                '"' + Samples.FILE.sha256() + '"');

        assertThat(response.statusCode()).isEqualTo(304);
        assertThat(response.body()).isEmpty();
    }

    @Test
    void featureThatIsStillToComeIsNamedAsStartingAndTheCallerToldToComeAgain(@TempDir Path folder) throws Exception {
        try (RunningEdge early = RunningEdge.starting(folder)) {
            for (String path : new String[] {"/api/nodes", "/api/files", "/api/files/x/content"}) {
                HttpResponse<String> response = early.get(path);
                assertThat(response.statusCode()).as(path).isEqualTo(503);
                assertThat(Json.parse(response.body()).get("code").asText()).isEqualTo("starting");
                assertThat(response.headers().firstValue("Retry-After")).hasValue("1");
            }
            assertThat(early.get("/api/overview").statusCode()).isEqualTo(200);
            assertThat(early.get("/health/live").statusCode()).isEqualTo(200);
            assertThat(early.get("/health/ready").statusCode()).isEqualTo(503);
        }
        assertThat(edge.get("/health/ready").statusCode()).isEqualTo(200);
    }

    private static void write(Socket socket, String text) throws Exception {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }
}
