package io.conclave.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.conclave.testing.RunningProduct;
import io.conclave.testing.StreamViewer;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What users and networks send that they should not: each is refused with an answer that says why, and leaves nothing.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LIMIT = 1_000_000;

    private RunningProduct product;
    private Path uploads;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        product = RunningProduct.demo(
                folder,
                Map.of(
                        "DEMO_WORKLOAD_ENABLED", "false",
                        "AUTO_SCHEDULER_ENABLED", "false",
                        "MAX_UPLOAD_BYTES", Integer.toString(LIMIT)));
        uploads = folder.resolve("data/uploads");
    }

    @AfterAll
    void stop() {
        product.close();
    }

    @Test
    void uploadWithoutAFilePartIsRefused() throws Exception {
        HttpResponse<String> response =
                multipart("--b\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nhi\r\n--b--\r\n");

        assertProblem(response, 400, "file");
    }

    @Test
    void uploadThatIsNoMultipartIsRefused() throws Exception {
        assertThat(product.send("POST", "/api/files", "{}").statusCode()).isIn(400, 415);
    }

    @Test
    void emptyFileIsKeptAsAnEmptyFile() throws Exception {
        HttpResponse<String> response = product.upload("empty.bin", new byte[0]);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        assertThat(fileOf(response).get("sizeBytes").asLong()).isZero();
        assertThat(product.get("/api/files/" + fileOf(response).get("id").asText() + "/content")
                        .body())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "../../etc/passwd", "..\\\\..\\\\boot.ini", "/etc/passwd", "a\u0000b.txt", "..", "."})
    void nameThatCouldBeAPathOrIsNoneIsRefusedAndNothingIsKept(String name) throws Exception {
        long before = filesOnDisk();

        HttpResponse<String> response = product.upload(name, new byte[] {1});

        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(filesOnDisk()).isEqualTo(before);
    }

    @Test
    void nameOf300CharactersIsRefusedWithWhatIsAllowed() throws Exception {
        assertProblem(product.upload("n".repeat(300), new byte[] {1}), 400, "name");
    }

    @Test
    void emojiNameComesBackAsItWas() throws Exception {
        HttpResponse<String> response = product.upload("🦊🦊.txt", new byte[] {1});

        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        assertThat(fileOf(response).get("name").asText()).isEqualTo("🦊🦊.txt");
    }

    @Test
    void bodyCutOffHalfWayLeavesNothingBehind() throws Exception {
        long before = filesOnDisk();
        String head = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"cut.bin\"\r\n\r\n";
        try (Socket socket = connect()) {
            write(
                    socket,
                    "POST /api/files HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=b\r\n"
                            + "Content-Length: 500000\r\n\r\n" + head + "x".repeat(100_000));
            await().atMost(Duration.ofSeconds(5)).until(() -> filesOnDisk() > before);
        }

        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(filesOnDisk()).isEqualTo(before));
        assertThat(product.getJson("/api/files?limit=500").get("files"))
                .noneSatisfy(file -> assertThat(file.get("name").asText()).isEqualTo("cut.bin"));
    }

    @Test
    void uploadOverTheLimitIsRefusedWithAndWithoutADeclaredLengthAndNotReadToItsEnd() throws Exception {
        long before = filesOnDisk();
        assertProblem(product.upload("big.bin", new byte[LIMIT + 1]), 413, null);

        String head = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"big.bin\"\r\n\r\n";
        byte[] chunk = ("10000\r\n" + "x".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        try (Socket socket = connect()) {
            write(
                    socket,
                    "POST /api/files HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=b\r\n"
                            + "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(head.length()) + "\r\n" + head
                            + "\r\n");
            long sent = 0;
            try {
                while (sent < 200L * LIMIT && socket.getInputStream().available() == 0) {
                    socket.getOutputStream().write(chunk);
                    sent += 0x10000;
                }
            } catch (IOException closedByServer) {
                assertThat(sent).isGreaterThan(LIMIT);
            }
            assertThat(sent).as("bytes that the server took").isLessThan(60L * LIMIT);
        }
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(filesOnDisk()).isEqualTo(before));
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /api/nodes/zk9/drain",
        "POST, /api/nodes/zk9/undrain",
        "GET, /api/nodes/zk9",
        "POST, /api/nodes/zk9/start",
        "GET, /api/nodes/zk9/logs"
    })
    void unknownNodeIsNotFoundAndTheKnownOnesAreNamed(String method, String path) throws Exception {
        HttpResponse<String> response = product.send(method, path, null);

        assertProblem(response, 404, "node");
        assertThat(JSON.readTree(response.body()).get("allowed").asText()).contains("zk1", "zk2", "zk3");
    }

    @Test
    void stressOnAnUnknownNodeIsNotFound() throws Exception {
        assertProblem(product.send("POST", "/api/demo/stress", "{\"node\":\"zk9\",\"files\":1}"), 404, "node");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-3", "\"many\"", "1.5", "null1"})
    void thresholdThatIsNoPositiveWholeNumberIsRefused(String threshold) throws Exception {
        JsonNode before = product.getJson("/api/scheduler/settings");

        HttpResponse<String> response =
                product.send("PUT", "/api/scheduler/settings", "{\"threshold\":" + threshold + "}");

        assertProblem(response, 400, threshold.equals("null1") ? "body" : "threshold");
        assertThat(product.getJson("/api/scheduler/settings")).isEqualTo(before);
    }

    @Test
    void unknownStrategyIsRefusedAndTheKnownOnesAreNamed() throws Exception {
        HttpResponse<String> response = product.send("PUT", "/api/scheduler/settings", "{\"strategy\":\"astrology\"}");

        assertProblem(response, 400, "strategy");
        assertThat(JSON.readTree(response.body()).get("allowed").asText())
                .contains("file-count", "bytes", "weighted", "latency", "consistent-hash");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "nope", "{\"node\":}", "[1,2", "{\"node\":\"zk1\"} trailing"})
    void jsonThatIsNoJsonIsRefused(String body) throws Exception {
        assertProblem(product.send("POST", "/api/demo/stress", body), 400, "body");
    }

    @Test
    void unknownFieldIsNamed() throws Exception {
        assertProblem(product.send("POST", "/api/demo/stress", "{\"nodde\":\"zk1\"}"), 400, "nodde");
    }

    @Test
    void unknownPathAndWrongMethodHaveProblemDocuments() throws Exception {
        assertProblem(product.send("GET", "/api/nothing", null), 404, null);
        HttpResponse<String> wrongMethod = product.send("DELETE", "/api/overview", null);
        assertProblem(wrongMethod, 405, null);
        assertThat(wrongMethod.headers().firstValue("Allow").orElse("")).contains("GET");
    }

    @Test
    void frameThatIsNoJsonIsAnsweredWithAnErrorFrame() {
        try (StreamViewer viewer = product.viewer()) {
            viewer.send("hello {");

            viewer.await("an error", Duration.ofSeconds(5), json -> json.path("type")
                    .asText()
                    .equals("err"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"files.delete", "conclave.command.format-disk", "__vertx.x", "conclave.nothing"})
    void addressThatIsNotPermittedIsDenied(String address) {
        try (StreamViewer viewer = product.viewer()) {
            viewer.register(address);
            StreamViewer.Frame denied = viewer.await("a denial", Duration.ofSeconds(5), json -> json.path("type")
                    .asText()
                    .equals("err"));
            assertThat(denied.json().toString()).contains("access_denied");

            assertThat(viewer.request(address, "{}").path("type").asText()).isEqualTo("err");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://evil.example", "null", "http://localhost.evil.example:8080"})
    void foreignOriginMayNeitherChangeAnythingNorOpenTheStream(String origin) throws Exception {
        URI base = product.base();
        HttpResponse<String> post = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(base.resolve("/api/demo/tick"))
                                .header("Origin", origin)
                                .POST(HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        String upgrade = exchange("GET /eventbus/websocket HTTP/1.1\r\nHost: localhost:" + base.getPort()
                + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nOrigin: " + origin + "\r\n\r\n");

        assertThat(post.statusCode()).isEqualTo(403);
        assertThat(upgrade).startsWith("HTTP/1.1 403");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/ui/../../../etc/passwd",
                "/ui/%2e%2e/%2e%2e/conclave.db",
                "/ui/%252e%252e/x",
                "/ui/..%5c..%5cx",
                "/ui/vendor/../../META-INF/MANIFEST.MF"
            })
    void pathsThatClimbOutOfThePageReachNothing(String path) throws Exception {
        String response = exchange("GET " + path + " HTTP/1.1\r\nHost: localhost:"
                + product.base().getPort() + "\r\nConnection: close\r\n\r\n");

        assertThat(response).doesNotContain("root:", "Main-Class", "SQLite format");
        assertThat(response.substring(0, 12)).matches("HTTP/1.1 (3|4)..");
    }

    private HttpResponse<String> multipart(String body) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(product.base().resolve("/api/files"))
                                .header("Content-Type", "multipart/form-data; boundary=b")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private static void assertProblem(HttpResponse<String> response, int status, String field) throws IOException {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        JsonNode problem = JSON.readTree(response.body());
        assertThat(problem.get("status").asInt()).isEqualTo(status);
        assertThat(problem.get("detail").asText()).isNotBlank();
        if (field != null) {
            assertThat(problem.get("field").asText()).isEqualTo(field);
        }
    }

    private static JsonNode fileOf(HttpResponse<String> uploaded) throws IOException {
        return JSON.readTree(uploaded.body()).get("file");
    }

    private long filesOnDisk() throws IOException {
        try (Stream<Path> all = Files.walk(uploads)) {
            return all.filter(Files::isRegularFile).count();
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket("127.0.0.1", product.base().getPort());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    private String exchange(String request) throws IOException {
        try (Socket socket = connect()) {
            write(socket, request);
            InputStream in = socket.getInputStream();
            return new String(in.readNBytes(200), StandardCharsets.UTF_8);
        }
    }
}
