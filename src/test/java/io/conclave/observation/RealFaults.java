package io.conclave.observation;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.conclave.testing.RunningProduct;
import io.conclave.testing.Signals;
import io.conclave.testing.StreamViewer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Breaks the running product for real. What each method answers with puts it right again. */
final class RealFaults {

    private static final Duration SOON = Duration.ofSeconds(20);

    /** More than a round a second can put aside, so that each round has one that fails. */
    private static final int BROKEN_FILES = 90;

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Puts right what was broken. */
    @FunctionalInterface
    interface Repair extends AutoCloseable {
        @Override
        void close() throws Exception;
    }

    private final RunningProduct product;

    RealFaults(RunningProduct product) {
        this.product = product;
    }

    /** Kills a follower. */
    Repair killFollower() throws Exception {
        return kill(followers().subList(0, 1));
    }

    /** Kills the leader and a follower, so that nobody can lead. */
    Repair killLeaderAndFollower() throws Exception {
        return kill(List.of(leader(), followers().get(0)));
    }

    /** Kills both followers, so that the leader has nobody behind it. */
    Repair killFollowers() throws Exception {
        return kill(followers());
    }

    private Repair kill(List<String> nodes) throws Exception {
        List<Long> servers = nodes.stream().map(this::server).toList();
        for (long server : servers) {
            Signals.send("KILL", server);
        }
        return () -> {
            for (String node : nodes) {
                must(product.send("POST", "/api/nodes/" + node + "/start", null));
            }
            product.awaitHealthyEnsemble();
        };
    }

    /**
     * Stops the leader for most of each second, shorter than its followers' patience, while its followers' clients
     * write at a steady pace.
     */
    Repair stutteringLeader() throws Exception {
        String leader = leader();
        List<String> addresses = new ArrayList<>();
        for (String follower : followers()) {
            addresses.add(hostPort(follower));
        }
        WriteLoad load = WriteLoad.steady(String.join(",", addresses), 4, Duration.ofMillis(20));
        Stutter stutter = Stutter.start(server(leader), Duration.ofMillis(700), Duration.ofMillis(300));
        return () -> {
            stutter.close();
            load.close();
            product.awaitHealthyEnsemble();
        };
    }

    /** Sends the leader more writes at once than it answers, while its followers acknowledge only now and then. */
    Repair floodedLeader() throws Exception {
        List<Stutter> stutters = new ArrayList<>();
        for (String follower : followers()) {
            stutters.add(Stutter.start(server(follower), Duration.ofMillis(1_200), Duration.ofMillis(300)));
        }
        WriteLoad load = WriteLoad.flood(hostPort(leader()), 2, 400);
        return () -> {
            load.close();
            stutters.forEach(Stutter::close);
            product.awaitHealthyEnsemble();
        };
    }

    /** Stops a process until it is put right. */
    static Repair stop(long pid) throws Exception {
        Signals.send("STOP", pid);
        return () -> Signals.send("CONT", pid);
    }

    /** Drains a node. */
    Repair drain(String node) throws Exception {
        must(product.send("POST", "/api/nodes/" + node + "/drain", "{\"reason\":\"disk swap\"}"));
        return () -> must(product.send("POST", "/api/nodes/" + node + "/undrain", null));
    }

    /** Loses the bytes of the newest files on the fullest node, so that every move that is tried fails. */
    Repair lostBytes(String node) throws Exception {
        workload(false);
        settings("{\"enabled\":false}");
        awaitNoRound();
        HttpResponse<String> made = product.send(
                "POST",
                "/api/files/bulk-generate",
                "{\"count\":%d,\"size_bytes\":64,\"strategy\":\"pin\",\"node\":\"%s\"}".formatted(BROKEN_FILES, node));
        must(made);
        List<String> ids = new ArrayList<>();
        JSON.readTree(made.body()).get("files").get("ids").forEach(id -> ids.add(id.asText()));
        for (String id : ids) {
            Files.delete(product.folder().resolve("data/uploads/" + node + "/" + id));
        }
        settings("{\"enabled\":true}");
        return () -> {
            for (String id : ids) {
                delete(id);
            }
            workload(true);
        };
    }

    /** A round that had begun goes on to its end, and moves what comes meanwhile. */
    private void awaitNoRound() throws Exception {
        try (StreamViewer viewer = product.viewer()) {
            await().atMost(SOON).until(() -> !viewer.snapshot("conclave.scheduler")
                    .get("state")
                    .get("running")
                    .asBoolean());
        }
    }

    private void workload(boolean enabled) throws Exception {
        must(product.send("PUT", "/api/demo/workload", "{\"enabled\":" + enabled + "}"));
    }

    private void settings(String change) throws Exception {
        must(product.send("PUT", "/api/scheduler/settings", change));
    }

    /** Deletes files while there is no quorum that could delete their znodes. */
    Repair deletionsWithoutQuorum() throws Exception {
        List<String> ids = product.getJson("/api/files?limit=5").get("files").findValuesAsText("id");
        Repair quorum = killFollowers();
        await("the loss of the quorum")
                .atMost(SOON)
                .until(() -> !ensemble().get("quorum").get("held").asBoolean());
        for (String id : ids) {
            delete(id);
        }
        return quorum;
    }

    /** Deletes a file, once no move of it is under way. */
    private void delete(String id) {
        await("the deletion of " + id).atMost(SOON).until(() -> {
            HttpResponse<String> answer = product.send("DELETE", "/api/files/" + id, null);
            if (answer.statusCode() != 409) {
                must(answer);
            }
            return answer.statusCode() != 409;
        });
    }

    /** The server that leads. */
    String leader() throws Exception {
        return ensemble().get("leader").asText();
    }

    private List<String> followers() throws Exception {
        List<String> ids = new ArrayList<>(ensemble().get("nodes").findValuesAsText("id"));
        ids.remove(leader());
        return ids;
    }

    private JsonNode ensemble() throws Exception {
        return product.getJson("/api/overview").get("ensemble");
    }

    private String hostPort(String id) throws Exception {
        for (JsonNode node : ensemble().get("nodes")) {
            if (node.get("id").asText().equals(id)) {
                return node.get("host").asText() + ":" + node.get("port").asInt();
            }
        }
        throw new IllegalArgumentException("no node " + id);
    }

    private long server(String node) {
        return Signals.serverOf(product.pid(), node).pid();
    }

    private static void must(HttpResponse<String> answer) throws IOException {
        if (answer.statusCode() / 100 != 2) {
            throw new IOException(answer.uri() + " answered " + answer.statusCode() + ": " + answer.body());
        }
    }
}
