package io.conclave.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A real Prometheus with the shipped configuration and rules, as {@link PrometheusFiles} fits them to a test. */
public final class PrometheusServer implements AutoCloseable {

    private static final Path PROMETHEUS = Path.of("/usr/bin/prometheus");
    private static final Path PROMTOOL = Path.of("/usr/bin/promtool");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Process process;
    private final PrometheusFiles files;
    private final URI base;
    private final HttpClient http = HttpClient.newHttpClient();

    private PrometheusServer(Process process, PrometheusFiles files, URI base) {
        this.process = process;
        this.files = files;
        this.base = base;
    }

    /**
     * What a program said.
     *
     * @param exit its exit code
     * @param text standard output and error
     */
    public record Output(int exit, String text) {}

    /** An alert that is pending or fires. */
    public record Alert(String name, String state, Map<String, String> labels, Map<String, String> annotations) {
        /** Whether it has lasted as long as its rule demands. */
        public boolean fires() {
            return state.equals("firing");
        }
    }

    /**
     * Starts it and waits until it answers; where Prometheus is not installed, the test is skipped with the reason, or
     * fails under {@code real.parts=required}.
     *
     * @param folder for configuration and data, empty
     * @param targets addresses by job; a job that is not named has none
     * @param token what the token file holds
     */
    public static PrometheusServer start(Path folder, Map<String, String> targets, String token) throws IOException {
        requireInstalled();
        PrometheusFiles files = PrometheusFiles.derive(folder, targets, token);
        int port = UnusedPort.any();
        Process process = new ProcessBuilder(
                        PROMETHEUS.toString(),
                        "--config.file=" + files.configuration(),
                        "--storage.tsdb.path=" + folder.resolve("tsdb"),
                        "--storage.tsdb.retention.time=1h",
                        "--web.listen-address=127.0.0.1:" + port,
                        "--web.enable-lifecycle",
                        "--log.level=warn")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.log").toFile())
                .start();
        PrometheusServer server = new PrometheusServer(process, files, URI.create("http://127.0.0.1:" + port));
        try {
            Awaitility.await("Prometheus, log: " + folder.resolve("prometheus.log"))
                    .atMost(LIMIT)
                    .pollInterval(Duration.ofMillis(100))
                    .ignoreExceptions()
                    .until(() -> server.send("GET", "/-/ready", null).statusCode() == 200);
        } catch (RuntimeException notReady) {
            server.close();
            throw notReady;
        }
        return server;
    }

    /** Skips or fails the test where Prometheus is not installed. */
    public static void requireInstalled() {
        for (Path program : List.of(PROMETHEUS, PROMTOOL)) {
            if (!Files.isExecutable(program)) {
                throw RealParts.missing("no " + program + ": Debian's package prometheus has it");
            }
        }
    }

    /** Runs {@code promtool}. */
    public static Output promtool(Path input, String... arguments) throws IOException, InterruptedException {
        requireInstalled();
        Path output = Files.createTempFile("promtool", ".txt");
        try {
            ProcessBuilder builder = new ProcessBuilder(
                            Stream.concat(Stream.of(PROMTOOL.toString()), Stream.of(arguments))
                                    .toList())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            if (input != null) {
                builder.redirectInput(input.toFile());
            }
            Process tool = builder.start();
            if (!tool.waitFor(60, TimeUnit.SECONDS)) {
                tool.destroyForcibly();
                throw new IllegalStateException("promtool still runs after a minute");
            }
            return new Output(tool.exitValue(), Files.readString(output));
        } finally {
            Files.delete(output);
        }
    }

    /** The configuration that it runs with. */
    public Path configuration() {
        return files.configuration();
    }

    /** Goes on with other targets. */
    public void retarget(Map<String, String> targets) throws IOException, InterruptedException {
        files.target(targets);
        HttpResponse<String> answer = send("POST", "/-/reload", "");
        if (answer.statusCode() != 200) {
            throw new IllegalStateException("not reloaded: " + answer.body());
        }
    }

    /** The result of an instant query now; fails where the expression is wrong. */
    public JsonNode query(String expression) throws IOException, InterruptedException {
        return data(send("POST", "/api/v1/query", "query=" + encoded(expression)), expression)
                .get("result");
    }

    /** The values of a label of all series that a selector picks. */
    public JsonNode labelValues(String selector, String label) throws IOException, InterruptedException {
        String path = "/api/v1/label/" + label + "/values?match[]=" + encoded(selector);
        return data(send("GET", path.replace("[]", "%5B%5D"), null), selector);
    }

    /** The targets that are scraped now. */
    public JsonNode targets() throws IOException, InterruptedException {
        return data(send("GET", "/api/v1/targets?state=active", null), "targets")
                .get("activeTargets");
    }

    /** All rules with their health. */
    public List<JsonNode> rules() throws IOException, InterruptedException {
        return data(send("GET", "/api/v1/rules", null), "rules").findValues("rules").stream()
                .flatMap(list ->
                        Stream.iterate(0, i -> i < list.size(), i -> i + 1).map(list::get))
                .toList();
    }

    /** What is pending or fires. */
    public List<Alert> alerts() {
        try {
            JsonNode list = data(send("GET", "/api/v1/alerts", null), "alerts").get("alerts");
            return Stream.iterate(0, i -> i < list.size(), i -> i + 1)
                    .map(list::get)
                    .map(alert -> new Alert(
                            alert.get("labels").get("alertname").asText(),
                            alert.get("state").asText(),
                            texts(alert.get("labels")),
                            texts(alert.get("annotations"))))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new TreeMap<>();
        object.fields()
                .forEachRemaining(
                        field -> texts.put(field.getKey(), field.getValue().asText()));
        return texts;
    }

    private static JsonNode data(HttpResponse<String> answer, String what) throws IOException {
        JsonNode body = JSON.readTree(answer.body());
        if (!body.path("status").asText().equals("success")) {
            throw new IllegalArgumentException(what + ": " + answer.body());
        }
        return body.get("data");
    }

    private HttpResponse<String> send(String method, String path, String form)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(LIMIT)
                .method(method, form == null ? BodyPublishers.noBody() : BodyPublishers.ofString(form));
        if (form != null) {
            request.header("Content-Type", "application/x-www-form-urlencoded");
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
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
