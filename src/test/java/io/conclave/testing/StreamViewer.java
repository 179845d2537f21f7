package io.conclave.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** A program on the raw WebSocket stream that keeps every frame it gets. Knows nothing of the product's classes. */
public final class StreamViewer implements AutoCloseable {

    /**
     * One frame.
     *
     * @param json the frame
     * @param nanoTime when it was complete
     */
    public record Frame(JsonNode json, long nanoTime) {}

    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<Frame> frames = new CopyOnWriteArrayList<>();
    private volatile WebSocket socket;
    private volatile int closeCode = -1;
    private int replies;

    private StreamViewer() {}

    /** Connects to the stream of the server at this {@code ws} address. */
    public static StreamViewer connect(URI base) {
        StreamViewer viewer = new StreamViewer();
        viewer.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .connectTimeout(Duration.ofSeconds(10))
                .buildAsync(base.resolve("/eventbus/websocket"), viewer.new Listener())
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
        return viewer;
    }

    /** Sends any text as one frame. */
    public void send(String text) {
        socket.sendText(text, true).orTimeout(10, TimeUnit.SECONDS).join();
    }

    /** Asks to get a topic's messages. */
    public void register(String topic) {
        send("{\"type\":\"register\",\"address\":\"" + topic + "\"}");
    }

    /** Sends a request and waits for the answer's body or the error frame. */
    public JsonNode request(String address, String body) {
        String reply = "reply-" + ++replies;
        send("{\"type\":\"send\",\"address\":\"" + address + "\",\"replyAddress\":\"" + reply + "\",\"body\":" + body
                + "}");
        Frame frame = await(
                "answer of " + address,
                Duration.ofSeconds(30),
                json -> reply.equals(json.path("address").asText()));
        return frame.json().path("type").asText().equals("err")
                ? frame.json()
                : frame.json().get("body");
    }

    /** The topic's state or rows in a new snapshot. */
    public JsonNode snapshot(String topic) {
        return request("conclave.snapshot", "{\"topics\":[\"" + topic + "\"]}")
                .get("topics")
                .get(topic);
    }

    /** All messages of a topic so far. */
    public List<JsonNode> messages(String topic) {
        return frames.stream()
                .map(Frame::json)
                .filter(json -> topic.equals(json.path("address").asText()))
                .map(json -> json.get("body"))
                .toList();
    }

    /** All frames so far. */
    public List<Frame> frames() {
        return List.copyOf(frames);
    }

    /** Waits for a message of a topic, past ones included. */
    public Frame awaitMessage(String topic, Duration limit, Predicate<JsonNode> body) {
        return await(
                "message of " + topic,
                limit,
                json -> topic.equals(json.path("address").asText()) && body.test(json.get("body")));
    }

    /** Waits for a frame, past ones included. */
    public Frame await(String what, Duration limit, Predicate<JsonNode> wanted) {
        return Awaitility.await(what)
                .atMost(limit)
                .pollInterval(Duration.ofMillis(5))
                .until(
                        () -> frames.stream()
                                .filter(frame -> wanted.test(frame.json()))
                                .findFirst()
                                .orElse(null),
                        frame -> frame != null);
    }

    /** Waits until the server closes the socket and gives the close code. */
    public int awaitClose(Duration limit) {
        Awaitility.await("close by the server").atMost(limit).until(() -> closeCode >= 0);
        return closeCode;
    }

    @Override
    public void close() {
        socket.abort();
    }

    private final class Listener implements WebSocket.Listener {

        private final StringBuilder partial = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
            partial.append(text);
            if (last) {
                try {
                    frames.add(new Frame(JSON.readTree(partial.toString()), System.nanoTime()));
                } catch (JsonProcessingException e) {
                    throw new IllegalStateException("a frame that is no JSON: " + partial, e);
                }
                partial.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            closeCode = code;
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            closeCode = 1006;
        }
    }
}
