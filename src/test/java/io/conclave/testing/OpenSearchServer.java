package io.conclave.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A real OpenSearch server out of Maven Central, a process of its own on a free port with its files in a temporary
 * folder. It speaks the part of Elasticsearch's interface that Conclave uses. All tests of a JVM share one.
 */
public final class OpenSearchServer implements AutoCloseable {

    private static final Path JARS = Path.of("target/opensearch");
    private static final String USER = "nobody";
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private final Path java;
    private final Path home;
    private final int port = UnusedPort.any();
    private final HttpClient http = HttpClient.newHttpClient();
    private Process process;

    private OpenSearchServer(Path java, Path home) {
        this.java = java;
        this.home = home;
    }

    /** The one that all tests of this JVM share, running; skips or fails the test where it cannot run. */
    public static OpenSearchServer shared() {
        if (!Files.isDirectory(JARS)) {
            throw RealParts.missing("no " + JARS + ": mvn antrun:run@opensearch fetches it");
        }
        if (ServerJava.find().isEmpty()) {
            throw RealParts.missing("OpenSearch needs a Java from " + ServerJava.OLDEST + " to " + ServerJava.NEWEST
                    + ", and none is at java.home or in /usr/lib/jvm");
        }
        OpenSearchServer server = Shared.SERVER;
        server.resumeOrStart();
        return server;
    }

    /** Begun by the first who asks, ended with the JVM. */
    private static final class Shared {

        private static final OpenSearchServer SERVER = create(ServerJava.find().orElseThrow());

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(SERVER::close));
        }
    }

    private static OpenSearchServer create(Path java) {
        try {
            Path home = Files.createTempDirectory("conclave-opensearch");
            OpenSearchServer server = new OpenSearchServer(java, home);
            try {
                OpenSearchHome.layOut(JARS, home, server.port);
                if (isRoot()) {
                    server.own();
                }
                server.start();
            } catch (IOException | RuntimeException e) {
                server.close();
                throw e;
            }
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As root it refuses to start. */
    private void own() throws IOException {
        Process owner = new ProcessBuilder("chown", "-R", USER, home.toString()).start();
        try {
            if (!owner.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS) || owner.exitValue() != 0) {
                throw new IOException("chown of " + home + " failed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    /** Starts it where it does not run, with all that it had on disk, and waits until it answers. */
    public void start() {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("setpriv", "--reuid=" + USER, "--regid=nogroup", "--clear-groups"));
        }
        command.addAll(List.of(
                java.toString(),
                "-Xms256m",
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-Djava.security.manager=allow",
                "-Djava.io.tmpdir=" + home.resolve("tmp"),
                "-Dopensearch.path.home=" + home,
                "-Dopensearch.path.conf=" + home.resolve("config"),
                "-Dopensearch.distribution.type=zip",
                "-Dio.netty.noUnsafe=true",
                "-Dlog4j2.disable.jmx=true",
                "-cp",
                home.resolve("lib") + "/*",
                "org.opensearch.bootstrap.OpenSearch"));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        home.resolve("console.log").toFile()));
        builder.environment().put("HOME", home.toString());
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        awaitAnswer();
    }

    private void resumeOrStart() {
        if (!process.isAlive()) {
            start();
        }
    }

    private void awaitAnswer() {
        Awaitility.await("OpenSearch, log: " + home.resolve("console.log"))
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(100))
                .failFast("OpenSearch has ended", () -> !process.isAlive())
                .ignoreExceptions()
                .until(() -> send("GET", "/_cluster/health?wait_for_status=yellow&timeout=5s", null)
                                .statusCode()
                        == 200);
    }

    /** Where it answers, without a slash at the end. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /**
     * Sends a request outside of the product, as a user would by {@code curl}.
     *
     * @param body JSON, or null for none
     */
    public HttpResponse<String> send(String method, String path, String body) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(url().resolve(path))
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** {@code kill -9}; what it answered for is on its disk. */
    public void kill() throws IOException, InterruptedException {
        Signals.send("KILL", process.pid());
        if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("OpenSearch still runs after SIGKILL");
        }
    }

    /** It stands still; it keeps its connections and answers nothing. */
    public void pause() throws IOException, InterruptedException {
        Signals.send("STOP", process.pid());
    }

    /** Lets it go on. */
    public void resume() throws IOException, InterruptedException {
        Signals.send("CONT", process.pid());
    }

    @Override
    public void close() {
        try {
            if (process != null && process.isAlive()) {
                kill();
            }
            try (Stream<Path> files = Files.walk(home)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
