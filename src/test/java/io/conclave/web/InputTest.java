package io.conclave.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.bus.Json;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the edge itself refuses, before a feature is asked: each with the field at fault. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InputTest {

    private RunningEdge edge;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        edge = RunningEdge.open(folder);
    }

    @AfterAll
    void stop() {
        edge.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "nope", "[1,2", "{\"a\":}", "{} trailing", "{'node':'zk1'}", "{\"a\":1,}", " "})
    void bodyThatIsNoJsonIsRefused(String body) throws Exception {
        assertProblem(edge.send("POST", "/api/demo/stress", body), 400, "body", "invalid_json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "7", "\"text\"", "true"})
    void bodyThatIsNoObjectIsRefused(String body) throws Exception {
        assertProblem(edge.send("POST", "/api/nodes/zk1/drain", body), 400, "body", "invalid_body");
    }

    @Test
    void bodyThatIsNoUtf8IsRefused() throws Exception {
        String body = "{\"reason\":\"\u00ff\"}";
        try (Socket socket = edge.connect()) {
            socket.getOutputStream()
                    .write(("POST /api/nodes/zk1/drain HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + body.length()
                                    + "\r\nConnection: close\r\n\r\n" + body)
                            .getBytes(StandardCharsets.ISO_8859_1));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 400").contains("UTF-8");
        }
    }

    @Test
    void deepJsonIsRefusedWithoutBeingBuilt() throws Exception {
        String deep = "{\"payload\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}";

        assertProblem(edge.send("POST", "/api/tasks", deep), 400, "body", "json_over_limit");
    }

    @Test
    void largeBodyIsRefused() throws Exception {
        String large = "{\"reason\":\"" + "x".repeat(70_000) + "\"}";

        assertProblem(edge.send("POST", "/api/nodes/zk1/drain", large), 413, "body", "too_large");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PUT|/api/scheduler/settings|{\"threshold\":\"many\"}|threshold|invalid_threshold",
                "PUT|/api/scheduler/settings|{\"threshold\":\"5\"}|threshold|invalid_threshold",
                "PUT|/api/scheduler/settings|{\"threshold\":1.5}|threshold|invalid_threshold",
                "PUT|/api/scheduler/settings|{\"threshold\":99999999999999}|threshold|invalid_threshold",
                "PUT|/api/scheduler/settings|{\"threshold\":[]}|threshold|invalid_threshold",
                "PUT|/api/scheduler/settings|{\"enabled\":\"yes\"}|enabled|invalid_enabled",
                "PUT|/api/scheduler/settings|{\"treshold\":5}|treshold|unknown_field",
                "POST|/api/files/bulk-generate|{\"count\":\"ten\"}|count|invalid_count",
                "POST|/api/demo/stress|{\"node\":{}}|node|invalid_node",
                "POST|/api/demo/stress|{\"nodde\":\"zk1\"}|nodde|unknown_field",
                "POST|/api/scheduler/what-if|{\"drained\":\"zk1\"}|drained|invalid_drained",
                "POST|/api/nodes/zk1/drain|{\"node\":\"zk2\"}|node|invalid_node",
                "POST|/api/nodes/zk1/stop|{\"force\":true,\"reason\":\"x\"}|node|invalid_node",
                "POST|/api/nodes/zk1/stop|{\"force\":true,\"reason\":\"x\",\"node\":\"zk2\"}|node|invalid_node",
                "POST|/api/nodes/zk1/stop|{\"force\":\"yes\"}|force|invalid_force",
                "POST|/api/nodes/zk1/drain|{\"actor\":\"root\"}|actor|unknown_field",
                "POST|/api/nodes/zk1/stop|{\"action\":\"node_kill\"}|action|unknown_field",
            })
    void wrongFieldIsNamed(String method, String path, String body, String field, String code) throws Exception {
        int asked = edge.features.asked.size();

        assertProblem(edge.send(method, path, body), 400, field, code);

        assertThat(edge.features.asked).hasSize(asked);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/files?limit=0,limit",
        "/api/files?limit=501,limit",
        "/api/files?limit=x,limit",
        "/api/files?limit=1&limit=2,limit",
        "/api/files?limits=1,limits",
        "/api/figures?minutes=16,minutes",
        "/api/figures?minutes=0,minutes",
        "/api/operations?action=explode,action",
        "/api/operations?before=-1,before",
        "/api/operations?from=yesterday,from",
        "/api/operations?to=2026-01-02,to",
        "/api/operations/export?format=xls,format",
        "/api/operations/export?limit=5,limit",
        "/api/operations/export?status=lost,status",
        "/api/operations/first,id",
        "/api/operations/0,id",
        "/api/tasks?status=lost,status",
        "/api/nodes/zk1/logs?tail=5001,tail",
        "/api/nodes/zk1/logs?tail=0,tail",
        "/api/logs/search?limit=501,limit",
        "/api/logs/search?level=loud,level",
        "/api/logs/search?service=nginx,service",
        "/api/logs/search?node=a%2C%2Cb,node",
        "/api/logs/search?sort=random,sort",
        "/api/logs/search?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z,from",
        "/api/logs/export?format=xls,format",
        "/api/logs/export?limit=50001,limit",
        "/api/logs/export?sort=best,sort",
        "/api/logs/export?cursor=e1,cursor",
        "/api/logs/e1/context?around=201,around",
        "/api/overview?verbose=1,verbose"
    })
    void wrongParameterIsNamed(String path, String parameter) throws Exception {
        HttpResponse<String> response = edge.get(path);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(Json.parse(response.body()).get("field").asText()).isEqualTo(parameter);
    }

    @Test
    void numberThatNoFieldCanHoldIsNamedWithItsField() throws Exception {
        JsonNode problem = Json.parse(edge.send("PUT", "/api/scheduler/settings", "{\"threshold\":99999999999999}")
                .body());

        assertThat(problem.get("value").asText()).isEqualTo("99999999999999");
        assertThat(problem.get("allowed").asText()).contains("int");
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "0", "-1", "1.5", "99999999999999999999"})
    void numberInThePathThatIsNoneIsRefused(String id) throws Exception {
        assertProblem(edge.send("POST", "/api/tasks/" + id + "/advance", null), 400, "id", "invalid_id");
    }

    @ParameterizedTest
    @CsvSource({
        "DELETE,/api/overview,GET",
        "GET,/api/scheduler/run,POST",
        "POST,/api/scheduler/settings,'GET, PUT'",
        "PATCH,/api/files,'GET, POST'"
    })
    void wrongMethodIsToldWhichOnesThereAre(String method, String path, String allowed) throws Exception {
        HttpResponse<String> response = edge.send(method, path, null);

        assertProblem(response, 405, "method", "method_not_allowed");
        assertThat(response.headers().firstValue("Allow")).hasValue(allowed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api", "/api/nothing", "/api/nodes/zk1/dance", "/favicon.ico", "/eventbus/iframe.html"})
    void unknownPathHasAProblemDocument(String path) throws Exception {
        assertProblem(edge.get(path), 404, "path", "unknown_path");
    }

    @Test
    void formWithoutAFileIsRefused() throws Exception {
        String note = "--b\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nhi\r\n--b--\r\n";

        assertProblem(edge.form(note), 400, "file", "missing_file");
        assertProblem(edge.form("--b--\r\n"), 400, "file", "missing_file");
        assertProblem(edge.form(""), 400, "file", "missing_file");
    }

    @Test
    void formWithTwoFilesOrOneUnderAnotherNameIsRefused() throws Exception {
        String two = RunningEdge.part("file", "one.bin", "1") + RunningEdge.part("file", "two.bin", "2") + "--b--\r\n";

        assertProblem(edge.form(RunningEdge.part("data", "a.bin", "1") + "--b--\r\n"), 400, "file", "invalid_file");
        assertThat(edge.form(two).statusCode()).isIn(201, 400);
        assertThat(edge.transfer.kept).doesNotContainKey("two.bin").doesNotContainKey("a.bin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/plain", "multipart/form-data", "multipart/mixed; boundary=b"})
    void uploadThatIsNoFormIsRefused(String type) throws Exception {
        assertProblem(
                edge.send("POST", "/api/files", "{}", "Content-Type", type),
                415,
                "Content-Type",
                "unsupported_media_type");
    }

    @Test
    void callerThatWaitsToBeAskedForItsBodyIsAsked() throws Exception {
        String body = RunningEdge.part("file", "waited.txt", "bytes") + "--b--\r\n";
        String head = "POST /api/files HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=b\r\n"
                + "Expect: 100-continue\r\nContent-Length: ";
        String tooLarge = edge.exchange(head + (RunningEdge.LARGEST_UPLOAD * 2) + "\r\n\r\n");

        assertThat(edge.exchangeHead(head + body.length() + "\r\n\r\n")).isEqualTo("HTTP/1.1 100 Continue");
        assertThat(tooLarge).startsWith("HTTP/1.1 413");
    }

    private static void assertProblem(HttpResponse<String> response, int status, String field, String code) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        JsonNode problem = Json.parse(response.body());
        assertThat(problem.get("status").asInt()).isEqualTo(status);
        assertThat(problem.get("code").asText()).isEqualTo(code);
        assertThat(problem.get("field").asText()).isEqualTo(field);
        assertThat(problem.get("detail").asText()).isNotBlank();
    }
}
