package io.conclave.bench.product;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.bench.Benchmark;
import io.conclave.bench.Figure;
import io.conclave.bench.Goal;
import io.conclave.bench.Miss;
import io.conclave.bench.Rounds;
import io.conclave.bench.Workshop;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A thousand files of a mebibyte that one round of the scheduler moves off a drained node, against a plain loop that
 * copies, syncs and renames as many. The product writes its journal, compares hashes, commits rows, audit and outbox,
 * publishes each step, takes the source away, and a real ensemble gets its znodes meanwhile. Every file must be there
 * once, with its hash.
 */
public final class MigrationBenchmark implements Benchmark {

    private static final int FILES = 1_000;
    private static final int SIZE_BYTES = 1 << 20;
    private static final int WARMUPS = 1;
    private static final int ROUNDS = 5;
    private static final String ONE_SIDE = "zk1";
    private static final String OTHER_SIDE = "zk2";

    /** Nothing is to be placed there, so that the files go from one side to the other and back. */
    private static final String UNUSED = "zk3";

    private final Map<String, String> hashes = new HashMap<>();
    private String now = ONE_SIDE;

    @Override
    public String name() {
        return "migration";
    }

    @Override
    public List<Figure> run(Workshop workshop) throws Exception {
        try (Demo demo = Demo.start(workshop.newFolder("demo"))) {
            demo.call(
                    "POST",
                    "/api/files/bulk-generate",
                    "{\"count\":" + FILES + ",\"size_bytes\":" + SIZE_BYTES + ",\"strategy\":\"pin\",\"node\":\""
                            + ONE_SIDE + "\"}");
            demo.call("PUT", "/api/scheduler/settings", "{\"batch\":\"" + FILES + "\"}");
            demo.call("POST", "/api/nodes/" + UNUSED + "/drain", "{}");
            for (JsonNode row : demo.files()) {
                hashes.put(row.get("id").asText(), row.get("sha256").asText());
            }
            PlainLoop loop = PlainLoop.over(demo.storage().resolve(ONE_SIDE), workshop.newFolder("plain"));
            Rounds rounds = Rounds.take(WARMUPS, ROUNDS, () -> migrate(demo), loop::filesPerSecond);
            return List.of(rounds.figure(
                    "migration of 1,000 files of 1 MiB",
                    "files/s",
                    "plain copy, fsync, rename",
                    Goal.ratioAtLeast(0.8)));
        }
    }

    private double migrate(Demo demo) throws Exception {
        String next = now.equals(ONE_SIDE) ? OTHER_SIDE : ONE_SIDE;
        demo.call("POST", "/api/nodes/" + next + "/undrain", "{}");
        demo.call("POST", "/api/nodes/" + now + "/drain", "{}");
        long since = System.nanoTime();
        JsonNode round = demo.call("POST", "/api/scheduler/run", "{}");
        double seconds = (System.nanoTime() - since) / 1e9;
        int moved = round.get("moved").asInt();
        Miss.unless(moved == FILES, "%d files were to move, but %d did: %s", FILES, moved, round.get("failed"));
        new StorageCheck(demo, hashes).allOn(next);
        now = next;
        return FILES / seconds;
    }
}
