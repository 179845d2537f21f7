package io.conclave.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.bus.Json;
import io.conclave.workload.Task;
import io.conclave.workload.TaskStatus;
import io.conclave.workload.WorkloadTopics;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The stream as a SockJS client speaks it: an opening {@code o}, arrays of messages, and texts wrapped in arrays on the
 * way in.
 *
 * @see <a href="https://sockjs.github.io/sockjs-protocol/sockjs-protocol-0.3.3.html">SockJS protocol 0.3.3</a>
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SockJsTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String REGISTER = "{\"type\":\"register\",\"address\":\"conclave.tasks\"}";
    private static final String SNAPSHOT =
            "{\"type\":\"send\",\"address\":\"conclave.snapshot\",\"replyAddress\":\"r1\",\"body\":{}}";

    private RunningEdge edge;
    private HttpClient http;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        edge = RunningEdge.open(folder);
    }

    /** A connection that an earlier test has left in a pool may be about to be closed. */
    @BeforeEach
    void connect() {
        http = HttpClient.newHttpClient();
    }

    @AfterAll
    void stop() {
        edge.close();
    }

    @Test
    void infoSaysThatWebSocketsWorkAndThatNoCookieIsNeeded() throws Exception {
        JsonNode info = Json.parse(http.send(request("/eventbus/info").GET().build(), BodyHandlers.ofString())
                .body());

        assertThat(info.get("websocket").asBoolean()).isTrue();
        assertThat(info.get("cookie_needed").asBoolean()).isFalse();
    }

    @Test
    void webSocketSessionGetsTheSnapshotAndWhatFollows() throws Exception {
        Frames frames = new Frames();
        WebSocket socket = http.newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + edge.port + "/eventbus/000/session1/websocket"), frames)
                .get(5, TimeUnit.SECONDS);
        await().atMost(SOON).until(() -> frames.all.contains("o"));
        socket.sendText(wrapped(REGISTER), true).get(5, TimeUnit.SECONDS);
        socket.sendText(wrapped(SNAPSHOT), true).get(5, TimeUnit.SECONDS);
        await().atMost(SOON).until(() -> frames.messages().stream()
                .anyMatch(message -> message.get("address").asText().equals("r1")
                        && message.get("body").get("topics").has("conclave.ensemble")));

        publish(71);

        await().atMost(SOON).until(() -> frames.messages().stream().anyMatch(SockJsTest::isTask71));
        socket.abort();
    }

    @Test
    void pollingSessionWorksWhereWebSocketsDoNot() throws Exception {
        String session = "/eventbus/000/session2";
        assertThat(post(session + "/xhr", "").body()).isEqualTo("o\n");
        assertThat(post(session + "/xhr_send", wrapped(REGISTER)).statusCode()).isEqualTo(204);
        assertThat(post(session + "/xhr_send", wrapped(SNAPSHOT)).statusCode()).isEqualTo(204);

        publish(71);
        List<JsonNode> messages = new ArrayList<>();
        await().atMost(SOON).until(() -> {
            messages.addAll(messages(post(session + "/xhr", "").body().strip()));
            return messages.stream()
                            .anyMatch(message -> message.get("address").asText().equals("r1"))
                    && messages.stream().anyMatch(SockJsTest::isTask71);
        });
    }

    @Test
    void foreignPageCanNeitherOpenNorFeedASession() throws Exception {
        assertThat(http.send(
                                request("/eventbus/000/session3/xhr")
                                        .header("Origin", "https://evil.example")
                                        .POST(BodyPublishers.noBody())
                                        .build(),
                                BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(403);
        assertThat(http.send(request("/eventbus/iframe.html").GET().build(), BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(404);
    }

    private void publish(long id) {
        edge.bus.publish(WorkloadTopics.TASKS, new Task(id, TaskStatus.QUEUED, Json.object(), Samples.AT, Samples.AT));
    }

    private static boolean isTask71(JsonNode message) {
        return message.get("address").asText().equals("conclave.tasks")
                && message.get("body").get("id").asLong() == 71;
    }

    private static String wrapped(String text) {
        return Json.encode(List.of(text));
    }

    /** The messages in one frame; those without any, such as a heartbeat, have none. */
    private static List<JsonNode> messages(String frame) {
        List<JsonNode> messages = new ArrayList<>();
        if (frame.startsWith("a")) {
            Json.parse(frame.substring(1)).forEach(text -> messages.add(Json.parse(text.asText())));
        }
        return messages;
    }

    /** On a connection of its own, since the server may close one that it has answered a poll on. */
    private HttpResponse<String> post(String path, String body) throws Exception {
        return HttpClient.newHttpClient()
                .send(request(path).POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + edge.port + path))
                .timeout(SOON);
    }

    /** Collects the frames of a SockJS WebSocket. */
    private static final class Frames implements WebSocket.Listener {

        final List<String> all = new CopyOnWriteArrayList<>();
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                all.add(text.toString());
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        List<JsonNode> messages() {
            return all.stream()
                    .flatMap(frame -> SockJsTest.messages(frame).stream())
                    .toList();
        }
    }
}
