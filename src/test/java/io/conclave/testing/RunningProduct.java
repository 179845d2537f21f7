package io.conclave.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** The product as a user runs it: the one jar, in a process of its own, in an empty folder, on free ports. */
public final class RunningProduct implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    /** What the build asks of the JVM, where the test is not about time; otherwise it is as a user has it. */
    private static final String JVM_OPTIONS = System.getProperty("conclave.jvm.options", "");

    private final Process process;
    private final Path folder;
    private final HttpClient http = HttpClient.newHttpClient();

    private RunningProduct(Process process, Path folder) {
        this.process = process;
        this.folder = folder;
    }

    /** Starts {@code demo} with these settings and waits until a snapshot could be had. */
    public static RunningProduct demo(Path folder, Map<String, String> environment) throws IOException {
        RunningProduct product = launch(folder, environment, "demo");
        product.awaitHealthyEnsemble();
        return product;
    }

    /** Starts any command without waiting; output goes to {@code console.log} in the folder. */
    public static RunningProduct launch(Path folder, Map<String, String> environment, String... arguments)
            throws IOException {
        String jar = System.getProperty("conclave.jar");
        if (jar == null || !Files.exists(Path.of(jar))) {
            throw new IllegalStateException("the property conclave.jar must name the packaged jar, but is " + jar);
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (!JVM_OPTIONS.isBlank()) {
            command.addAll(List.of(JVM_OPTIONS.strip().split("\\s+")));
        }
        command.add("-jar");
        command.add(jar);
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("console.log").toFile());
        builder.environment().put("HTTP_PORT", "0");
        builder.environment().put("DATA_DIR", folder.resolve("data").toString());
        // Seven more processes, which only those tests have that are about them.
        builder.environment().put("KV_DEMO_ENABLED", "false");
        builder.environment().putAll(environment);
        return new RunningProduct(builder.start(), folder);
    }

    /** Waits until the leader and all nodes are seen as healthy. */
    public void awaitHealthyEnsemble() {
        Awaitility.await("healthy ensemble, console:\n" + folder.resolve("console.log"))
                .atMost(START_LIMIT)
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptions()
                .until(() -> {
                    JsonNode ensemble = getJson("/api/overview").get("ensemble");
                    return ensemble.get("quorum").get("tolerates").asInt() > 0
                            || ensemble.get("nodes").size() == 1
                                    && ensemble.get("leader").isTextual();
                });
    }

    /** The process's number. */
    public long pid() {
        return process.pid();
    }

    /** The folder that it runs in. */
    public Path folder() {
        return folder;
    }

    /** What it printed so far. */
    public String console() throws IOException {
        return Files.readString(folder.resolve("console.log"));
    }

    /** Its base address, as {@code run.json} tells it. */
    public URI base() {
        try {
            return URI.create(JSON.readTree(folder.resolve("data/run.json").toFile())
                    .get("http")
                    .asText());
        } catch (IOException e) {
            throw new IllegalStateException("not running yet", e);
        }
    }

    /** GET, any status. */
    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(request(path).GET().build(), BodyHandlers.ofString());
    }

    /** GET that must succeed. */
    public JsonNode getJson(String path) throws IOException, InterruptedException {
        HttpResponse<String> response = get(path);
        if (response.statusCode() != 200) {
            throw new IllegalStateException(path + " answered " + response.statusCode() + ": " + response.body());
        }
        return JSON.readTree(response.body());
    }

    /** POST, PUT or DELETE with a JSON body, any status. */
    public HttpResponse<String> send(String method, String path, String json) throws IOException, InterruptedException {
        return http.send(
                request(path)
                        .header("Content-Type", "application/json")
                        .method(method, json == null ? BodyPublishers.noBody() : BodyPublishers.ofString(json))
                        .build(),
                BodyHandlers.ofString());
    }

    /** Uploads one file part as a browser's form does. */
    public HttpResponse<String> upload(String fileName, byte[] content) throws IOException, InterruptedException {
        String boundary = "----conclave-test";
        byte[] head = ("--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + fileName
                        + "\"\r\nContent-Type: application/octet-stream\r\n\r\n")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
        byte[] tail = ("\r\n--" + boundary + "--\r\n").getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        return http.send(
                request("/api/files")
                        .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                        .POST(BodyPublishers.concat(
                                BodyPublishers.ofByteArray(head),
                                BodyPublishers.ofByteArray(content),
                                BodyPublishers.ofByteArray(tail)))
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base().resolve(path)).timeout(Duration.ofSeconds(60));
    }

    /** A viewer on the WebSocket stream. */
    public StreamViewer viewer() {
        return StreamViewer.connect(URI.create(base().toString().replaceFirst("^http", "ws")));
    }

    /** Kills it as {@code kill -9} does. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(10, TimeUnit.SECONDS);
    }

    /** Asks it to end and says how long that took. */
    public Duration stop() throws InterruptedException {
        long begun = System.nanoTime();
        process.destroy();
        if (!process.waitFor(15, TimeUnit.SECONDS)) {
            throw new IllegalStateException("still running 15 s after SIGTERM");
        }
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    /** Waits for its own end and gives the exit code. */
    public int exitCode(Duration limit) throws InterruptedException {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("still running after " + limit);
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
