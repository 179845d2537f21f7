package io.conclave.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.audit.ListOperations;
import io.conclave.audit.OperationStatus;
import io.conclave.bus.Json;
import io.conclave.ensemble.DrainNode;
import io.conclave.testing.StreamViewer;
import io.conclave.workload.Task;
import io.conclave.workload.TaskStatus;
import io.conclave.workload.WorkloadTopics;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The stream with real sockets. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StreamTest {

    private static final String TASKS = "conclave.tasks";
    private static final Duration SOON = Duration.ofSeconds(10);

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
    void snapshotAndWhatFollowsItAreWithoutGapAndWithoutDoubles() {
        try (StreamViewer viewer = viewer()) {
            viewer.register(TASKS);
            publish(100, 10);
            long seq = viewer.snapshot(TASKS).get("seq").asLong();
            publish(100, 10);

            viewer.awaitMessage(TASKS, SOON, body -> body.get("seq").asLong() >= seq + 50);
            JsonNode after = viewer.snapshot(TASKS);
            List<Long> received = viewer.messages(TASKS).stream()
                    .map(body -> body.get("seq").asLong())
                    .toList();

            assertThat(received)
                    .isEqualTo(LongStream.rangeClosed(
                                    received.get(0), after.get("seq").asLong())
                            .boxed()
                            .toList());
            assertThat(after.get("state").get("recent").size()).isLessThanOrEqualTo(200);
            assertThat(last(after).get("seq")).isEqualTo(after.get("seq"));
        }
    }

    @Test
    void socketThatDoesNotReadSeesAGapAndTheNewestRowAndTheSnapshotFillsIt() throws Exception {
        SlowSocket slow = new SlowSocket();
        WebSocket socket = slow.connect(edge.port);
        socket.sendText("{\"type\":\"register\",\"address\":\"" + TASKS + "\"}", true)
                .get(5, TimeUnit.SECONDS);
        await().atMost(SOON).until(() -> {
            publish(1, 10);
            return socketGot(socket, slow);
        });
        slow.seqs.clear();

        long last = publish(4_000, 16_000);
        await().atMost(SOON).until(() -> lastSeq() == last);
        slow.readOn(socket);

        await().atMost(SOON).until(() -> slow.seqs.contains(last));
        assertThat(slow.seqs).isSorted().doesNotHaveDuplicates();
        assertThat((long) slow.seqs.size()).as("rows that a slow socket got").isLessThan(4_000);
        assertThat(slow.seqs.get(slow.seqs.size() - 2))
                .as("the row before the newest")
                .isLessThan(last - 1);
        try (StreamViewer viewer = viewer()) {
            assertThat(last(viewer.snapshot(TASKS)).get("seq").asLong()).isEqualTo(last);
        }
        socket.abort();
    }

    private static boolean socketGot(WebSocket socket, SlowSocket slow) {
        socket.request(1);
        return !slow.seqs.isEmpty();
    }

    @Test
    void repeatedRegistrationDeliversEachMessageOnce() {
        try (StreamViewer viewer = viewer()) {
            viewer.register(TASKS);
            viewer.register(TASKS);
            viewer.register(TASKS);
            viewer.snapshot(TASKS);
            long last = publish(3, 10);

            viewer.awaitMessage(TASKS, SOON, body -> body.get("seq").asLong() == last);
            viewer.snapshot(TASKS);
            assertThat(viewer.messages(TASKS).stream()
                            .map(body -> body.get("seq").asLong()))
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void auditTrailOnTheStreamIsTheSameAsByRest() throws Exception {
        try (StreamViewer viewer = viewer()) {
            JsonNode page = viewer.request(
                    "conclave.command.list-operations",
                    "{\"limit\":7,\"status\":\"ok\",\"actor\":\"rest\",\"from\":\"2026-01-02T03:04:05Z\"}");
            JsonNode usual = viewer.request("conclave.command.list-operations", "{}");
            JsonNode detail = viewer.request("conclave.command.get-operation", "{\"id\":9}");
            JsonNode refused = viewer.request("conclave.command.list-operations", "{\"from\":\"yesterday\"}");

            assertThat(page)
                    .isEqualTo(Json.parse(edge.get("/api/operations").body()))
                    .isEqualTo(usual);
            assertThat(detail)
                    .isEqualTo(Json.parse(edge.get("/api/operations/9").body()));
            assertThat(edge.features.asked)
                    .contains(
                            new ListOperations(
                                    7,
                                    null,
                                    null,
                                    null,
                                    OperationStatus.OK,
                                    "rest",
                                    Instant.parse("2026-01-02T03:04:05Z"),
                                    null),
                            ListOperations.newest(ListOperations.USUAL_PAGE));
            assertThat(refused.get("problem").get("field").asText()).isEqualTo("from");
        }
    }

    @Test
    void commandOnTheStreamIsTheSameAsByRest() throws Exception {
        try (StreamViewer viewer = viewer()) {
            JsonNode streamed = viewer.request("conclave.command.drain", "{\"node\":\"zk2\",\"reason\":\"x\"}");
            JsonNode refused = viewer.request("conclave.command.drain", "{\"node\":\"zk9\"}");
            JsonNode rest = Json.parse(edge.send("POST", "/api/nodes/zk2/drain", "{\"reason\":\"x\"}")
                    .body());

            assertThat(streamed).isEqualTo(rest);
            assertThat(edge.features.asked)
                    .contains(new DrainNode("zk2", "x", "page"), new DrainNode("zk2", "x", "rest"));
            assertThat(refused.get("problem").get("status").asInt()).isEqualTo(404);
            assertThat(refused.get("problem").get("allowed").asText()).isEqualTo("zk1, zk2, zk3");
        }
    }

    @Test
    void addressThatIsNotPermittedIsDeniedAndTheSocketStaysOpen() {
        try (StreamViewer viewer = viewer()) {
            viewer.register("files.delete");
            viewer.await("a denial", SOON, json -> json.path("body").asText().equals("access_denied"));

            assertThat(viewer.request("__vertx.circuit-breaker", "{}")
                            .path("body")
                            .asText())
                    .isEqualTo("access_denied");
            assertThat(viewer.snapshot(TASKS).has("seq")).isTrue();
        }
    }

    @Test
    void deepJsonAndLargeFramesCloseTheSocketAndNobodyElses() {
        try (StreamViewer deep = viewer();
                StreamViewer large = viewer();
                StreamViewer other = viewer()) {
            deep.send("{\"type\":\"send\",\"address\":\"conclave.snapshot\",\"body\":" + "[".repeat(10_000)
                    + "]".repeat(10_000) + "}");
            large.send("{\"type\":\"register\",\"address\":\"" + "x".repeat(70_000) + "\"}");

            assertThat(deep.awaitClose(SOON)).isEqualTo(1008);
            assertThat(large.awaitClose(SOON)).isEqualTo(1009);
            assertThat(other.snapshot(TASKS).has("seq")).isTrue();
        }
    }

    @Test
    void binaryFramesAreNotTaken() throws Exception {
        SlowSocket listener = new SlowSocket();
        WebSocket socket = listener.connect(edge.port);
        listener.readOn(socket);
        socket.sendBinary(ByteBuffer.wrap(new byte[] {1, 2, 3}), true).get(5, TimeUnit.SECONDS);

        await().atMost(SOON).until(() -> listener.closeCode == 1003);
    }

    @Test
    void streamEndsWithTheSessionThatItWasOpenedWith(@TempDir Path folder) throws Exception {
        try (RunningEdge locked = RunningEdge.withToken(folder, "secret")) {
            String cookie = locked.send("POST", "/api/session", "{\"token\":\"secret\"}")
                    .headers()
                    .firstValue("Set-Cookie")
                    .orElseThrow()
                    .replaceAll(";.*", "");
            SlowSocket listener = new SlowSocket();
            WebSocket socket = listener.connect(locked.port, "Cookie", cookie);
            listener.readOn(socket);

            locked.send("DELETE", "/api/session", null, "Cookie", cookie);

            await().atMost(SOON).until(() -> listener.closeCode == 1008);
        }
    }

    @Test
    void viewersAreCountedAndPushesTimed() throws Exception {
        try (StreamViewer viewer = viewer()) {
            viewer.register(TASKS);
            viewer.snapshot(TASKS);
            long last = publish(1, 10);
            viewer.awaitMessage(TASKS, SOON, body -> body.get("seq").asLong() == last);

            String metrics = edge.get("/metrics").body();
            assertThat(metrics).containsPattern("zk_demo_ws_clients [1-9]");
            assertThat(metrics).containsPattern("zk_demo_push_latency_seconds_count [1-9]");
        }
    }

    private StreamViewer viewer() {
        return StreamViewer.connect(URI.create("ws://127.0.0.1:" + edge.port));
    }

    /** Publishes rows and gives the number that the topic then stands at. */
    private long publish(int rows, int payloadBytes) {
        long before = lastSeq();
        for (int i = 0; i < rows; i++) {
            edge.bus.publish(
                    WorkloadTopics.TASKS,
                    new Task(
                            i,
                            TaskStatus.QUEUED,
                            Json.object().put("what", "x".repeat(payloadBytes)),
                            Samples.AT,
                            Samples.AT));
        }
        return before + rows;
    }

    private long lastSeq() {
        try (StreamViewer viewer = viewer()) {
            return viewer.snapshot(TASKS).get("seq").asLong();
        }
    }

    private static JsonNode last(JsonNode topic) {
        return StreamSupport.stream(topic.get("state").get("recent").spliterator(), false)
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    /** Takes a frame only when told to; until then they fill the buffers on the way. */
    private static final class SlowSocket implements WebSocket.Listener {

        private final List<Long> seqs = new CopyOnWriteArrayList<>();
        private final StringBuilder partial = new StringBuilder();
        private volatile boolean reading;
        private volatile int closeCode;

        WebSocket connect(int port, String... header) throws Exception {
            WebSocket.Builder builder = HttpClient.newHttpClient().newWebSocketBuilder();
            if (header.length == 2) {
                builder.header(header[0], header[1]);
            }
            return builder.buildAsync(URI.create("ws://127.0.0.1:" + port + "/eventbus/websocket"), this)
                    .get(10, TimeUnit.SECONDS);
        }

        void readOn(WebSocket socket) {
            reading = true;
            socket.request(1);
        }

        @Override
        public void onOpen(WebSocket socket) {
            // Asks for nothing yet.
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            partial.append(text);
            if (last) {
                seqs.add(Json.parse(partial.toString()).get("body").get("seq").asLong());
                partial.setLength(0);
            }
            if (reading || !last) {
                socket.request(1);
            }
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closeCode = code;
            return null;
        }
    }
}
