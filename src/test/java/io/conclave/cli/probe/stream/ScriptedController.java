package io.conclave.cli.probe.stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.bus.Json;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.net.SelfSignedCertificate;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/** A controller that says what a test wants it to, right or wrong. */
public final class ScriptedController implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final int port;
    private final List<ServerWebSocket> sockets = new CopyOnWriteArrayList<>();
    private final Map<String, String> snapshots = new ConcurrentHashMap<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final String scheme;
    private volatile String authorization;
    private volatile int status = 101;
    private volatile BiConsumer<ServerWebSocket, JsonNode> commands = (socket, frame) -> {};

    private ScriptedController(HttpServerOptions options) throws Exception {
        scheme = options.isSsl() ? "https" : "http";
        server = vertx.createHttpServer(options.setHost("127.0.0.1").setPort(0))
                .webSocketHandshakeHandler(handshake -> {
                    connections.incrementAndGet();
                    authorization = handshake.headers().get("Authorization");
                    if (status == 101) {
                        handshake.accept();
                    } else {
                        handshake.reject(status);
                    }
                })
                .webSocketHandler(this::accept);
        port = server.listen().await(10, TimeUnit.SECONDS).actualPort();
        snapshot("conclave.ensemble", 1, message(1, "\"leader\":\"zk1\""));
    }

    /** Begins to listen. */
    public static ScriptedController start() throws Exception {
        return new ScriptedController(new HttpServerOptions());
    }

    /** Begins to listen with TLS; its certificate is for {@code localhost}. */
    public static ScriptedController startWithTls(SelfSignedCertificate certificate) throws Exception {
        return new ScriptedController(
                new HttpServerOptions().setSsl(true).setKeyCertOptions(certificate.keyCertOptions()));
    }

    /** How the last one who came said that he may. */
    String authorization() {
        return authorization;
    }

    /** Where it is reached. */
    public URI url() {
        return URI.create(scheme + "://localhost:" + port + "/");
    }

    /** How often somebody came. */
    int connections() {
        return connections.get();
    }

    /** Answers upgrades with this status from now on; 101 for letting all in. */
    public void answerUpgrades(int with) {
        status = with;
    }

    /** What a snapshot tells of a topic from now on; rows in square brackets. */
    public void snapshot(String topic, long seq, String state) {
        String told = state.startsWith("[") ? "{\"recent\":" + state + "}" : state;
        snapshots.put(topic, "{\"seq\":" + seq + ",\"state\":" + told + "}");
    }

    /** What becomes of commands from now on. */
    public void onCommand(BiConsumer<ServerWebSocket, JsonNode> what) {
        commands = what;
    }

    /** A message's body of a controller called {@code one}, with these fields. */
    public static String message(long seq, String fields) {
        return message(seq, fields, "one");
    }

    /** A message's body. */
    static String message(long seq, String fields, String controller) {
        return "{" + fields + (fields.isEmpty() ? "" : ",") + "\"seq\":" + seq
                + ",\"at\":\"2026-01-02T03:04:05.678Z\",\"controller\":{\"id\":\"" + controller + "\",\"epoch\":1}}";
    }

    /** Sends a topic's message to everybody. */
    public void publish(String topic, String body) {
        send("{\"type\":\"rec\",\"address\":\"" + topic + "\",\"body\":" + body + "}");
    }

    /** Sends any text to everybody. */
    public void send(String text) {
        sockets.forEach(socket -> socket.writeTextMessage(text));
    }

    /** Sends one message in so many equal pieces, of which the last does not come. */
    void sendPieces(String piece, int count) {
        sockets.forEach(socket -> {
            socket.writeFrame(WebSocketFrame.textFrame(piece, false));
            for (int i = 1; i < count; i++) {
                socket.writeFrame(WebSocketFrame.continuationFrame(Buffer.buffer(piece), false));
            }
        });
    }

    /** Breaks all connections. */
    void sever() {
        sockets.forEach(socket -> socket.close((short) 1012, "restarting"));
        sockets.clear();
    }

    private void accept(ServerWebSocket socket) {
        sockets.add(socket);
        socket.closeHandler(ignored -> sockets.remove(socket));
        socket.textMessageHandler(text -> {
            JsonNode frame = Json.parse(text);
            if (frame.path("address").asText().equals("conclave.snapshot")) {
                socket.writeTextMessage(reply(frame, snapshot(frame.path("body").path("topics"))));
            } else if (frame.path("type").asText().equals("send")) {
                commands.accept(socket, frame);
            }
        });
    }

    /** The frame that answers this one. */
    public static String reply(JsonNode frame, String body) {
        return "{\"type\":\"rec\",\"address\":\"" + frame.path("replyAddress").asText() + "\",\"body\":" + body + "}";
    }

    private String snapshot(JsonNode topics) {
        StringBuilder told = new StringBuilder();
        topics.forEach(topic -> told.append(told.isEmpty() ? "" : ",")
                .append('"')
                .append(topic.asText())
                .append("\":")
                .append(snapshots.getOrDefault(topic.asText(), "{\"seq\":0,\"state\":{\"recent\":[]}}")));
        return "{\"topics\":{" + told + "}}";
    }

    @Override
    public void close() throws Exception {
        vertx.close().await(10, TimeUnit.SECONDS);
    }
}
