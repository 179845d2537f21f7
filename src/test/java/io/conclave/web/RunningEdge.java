package io.conclave.web;

import io.conclave.bus.Bus;
import io.conclave.bus.ControllerRef;
import io.conclave.config.FileSettings;
import io.conclave.config.FileStorage;
import io.conclave.config.GrafanaSettings;
import io.conclave.config.HttpSettings;
import io.conclave.web.state.Leadership;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A real edge on a free port, with features that answer samples. */
final class RunningEdge implements AutoCloseable {

    static final int LARGEST_UPLOAD = 1_000_000;
    private static final long LIMIT_S = 20;
    private static final GrafanaSettings GRAFANA =
            new GrafanaSettings(URI.create("https://graphs.example:8443/grafana"), URI.create("http://grafana:3000"));

    final Vertx vertx = Vertx.vertx();
    final Bus bus = new Bus(vertx, new ControllerRef("c1", 1), Clock.systemUTC());
    final FakeFeatures features = new FakeFeatures(bus);
    final MemoryTransfer transfer;
    final WebVerticle verticle;
    final int port;
    private final HttpClient http = HttpClient.newHttpClient();

    private RunningEdge(Path folder, String token) {
        transfer = new MemoryTransfer(LARGEST_UPLOAD);
        verticle = new WebVerticle(
                new HttpSettings("127.0.0.1", 0, Optional.ofNullable(token), false),
                new FileSettings(FileStorage.LOCAL, folder, LARGEST_UPLOAD, 0),
                Optional.of(GRAFANA),
                bus,
                Leadership.alone(bus),
                Clock.systemUTC());
        try {
            vertx.deployVerticle(verticle).await(LIMIT_S, TimeUnit.SECONDS);
            port = verticle.open().await(LIMIT_S, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Without features, as it is while they start. */
    static RunningEdge starting(Path folder) {
        return new RunningEdge(folder, null);
    }

    static RunningEdge open(Path folder) throws Exception {
        return withToken(folder, null);
    }

    static RunningEdge withToken(Path folder, String token) throws Exception {
        RunningEdge edge = new RunningEdge(folder, token);
        edge.features.start();
        edge.verticle.featuresReady(edge.transfer).await(LIMIT_S, TimeUnit.SECONDS);
        return edge;
    }

    URI base() {
        return URI.create("http://127.0.0.1:" + port);
    }

    HttpResponse<String> get(String path) throws Exception {
        return send("GET", path, null);
    }

    HttpResponse<String> send(String method, String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(base().resolve(path))
                .timeout(Duration.ofSeconds(LIMIT_S))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    HttpResponse<String> form(String form) throws Exception {
        return send("POST", "/api/files", form, "Content-Type", "multipart/form-data; boundary=b");
    }

    static String part(String name, String fileName, String content) {
        return "--b\r\nContent-Disposition: form-data; name=\"" + name + "\"; filename=\"" + fileName + "\"\r\n\r\n"
                + content + "\r\n";
    }

    Socket connect() throws IOException {
        Socket socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(LIMIT_S));
        return socket;
    }

    /** Sends a text and reads until the server closes. */
    String exchange(String request) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Sends a text and reads the first line of the answer. */
    String exchangeHead(String request) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
        }
    }

    @Override
    public void close() {
        try {
            vertx.close().await(LIMIT_S, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }
}
