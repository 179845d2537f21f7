package io.conclave.product;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.testing.PostgresServer;
import io.conclave.testing.RunningProduct;
import io.conclave.testing.UnusedPort;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** Several controllers of one ensemble, each a process of its own, with one database and one folder of files. */
final class Controllers implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(120);
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, RunningProduct> running = new TreeMap<>();

    Controllers(Path folder, String connectString, PostgresServer postgres, String database) {
        this.folder = folder;
        environment.put("CONTROLLERS_ENABLED", "true");
        environment.put("ZK_NODES", connectString);
        environment.put("DATABASE_URL", database);
        environment.put("DATABASE_USER", postgres.user());
        environment.put("DATABASE_PASSWORD", postgres.password());
        environment.put("FILE_STORAGE_PATH", folder.resolve("files").toString());
        environment.put("DEMO_WORKLOAD_ENABLED", "false");
        // Whether commands are taken is found out by tasks, of which there may be many.
        environment.put("DEMO_WORKLOAD_MAX_TASKS", "10000");
        environment.put("AUTO_SCHEDULER_INTERVAL", "1");
        environment.put("SCHEDULER_THRESHOLD", "2");
    }

    /** Starts one; returns at once. */
    void launch(String id) throws IOException {
        Map<String, String> own = new HashMap<>(environment);
        own.put("CONTROLLER_ID", id);
        own.put("HTTP_PORT", String.valueOf(UnusedPort.any()));
        running.put(id, RunningProduct.launch(Files.createDirectories(folder.resolve(id)), own, "serve"));
    }

    RunningProduct get(String id) {
        return running.get(id);
    }

    JsonNode state(String id) throws IOException, InterruptedException {
        return get(id).getJson("/api/controllers");
    }

    /** Who acts, as this one sees it; empty where it sees nobody. */
    String active(String id) {
        try {
            return state(id).path("active").path("id").asText("");
        } catch (IOException | InterruptedException | RuntimeException e) {
            return "";
        }
    }

    long epoch(String id) throws IOException, InterruptedException {
        return state(id).path("active").path("epoch").asLong();
    }

    /** Waits until all see so many members and the same active one, who takes commands; tells who it is. */
    String awaitSettled(int members) {
        return Awaitility.await("one active of " + members)
                .atMost(START_LIMIT)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptions()
                .until(
                        () -> {
                            String first = "";
                            for (String id : running.keySet()) {
                                JsonNode state = state(id);
                                String active = state.path("active").path("id").asText("");
                                if (state.get("members").size() != members
                                        || active.isEmpty()
                                        || !first.isEmpty() && !first.equals(active)
                                        || !takesCommands(id)) {
                                    return "";
                                }
                                first = active;
                            }
                            return first;
                        },
                        active -> !active.isEmpty());
    }

    /** Waits until one sees another active controller than before; tells which. */
    String awaitOtherActive(String seenBy, String before) {
        return Awaitility.await("another active controller than " + before)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> active(seenBy), active -> !active.isEmpty() && !active.equals(before));
    }

    /** Waits until a command is done by way of this one. */
    void awaitCommands(String id) {
        Awaitility.await("commands by way of " + id)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> takesCommands(id));
    }

    private boolean takesCommands(String id) {
        try {
            HttpResponse<String> answer = get(id).send("POST", "/api/tasks", "{}");
            return answer.statusCode() == 201;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }

    /** The names of the files that lie in the nodes' folders. */
    List<String> filesOnDisk() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("files"))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .toList();
        }
    }

    /** Ends one in order, without waiting for it. */
    void end(String id) {
        ProcessHandle.of(running.remove(id).pid()).ifPresent(ProcessHandle::destroy);
    }

    /** Ends one at once. */
    void kill(String id) throws InterruptedException {
        running.remove(id).kill();
    }

    @Override
    public void close() {
        running.values().forEach(RunningProduct::close);
    }
}
