package io.conclave.scheduler;

import io.conclave.files.FileChange;
import io.conclave.files.StoredFile;
import io.conclave.storage.StorageReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Nodes and files to plan with: zk1, zk2 … all up, not drained, with unlimited room, until said otherwise. */
final class Cluster {

    static final Instant AT = Instant.parse("2026-01-02T03:04:05.678Z");

    final FileIndex index;
    private final Planner planner = new Planner(new Strategies());
    private final Map<String, NodeInputs> nodes = new LinkedHashMap<>();
    private String strategy = "file-count";
    private int threshold = 5;
    private int batch = 1;
    private long lastId;

    Cluster(int size) {
        for (int number = 1; number <= size; number++) {
            String node = "zk" + number;
            nodes.put(
                    node,
                    new NodeInputs(node, 0, 0, false, null, null, Standing.UP, true, null, null, 1, null, List.of()));
        }
        index = new FileIndex(List.copyOf(nodes.keySet()));
    }

    /** A cluster whose nodes hold so many files of 100 bytes. */
    static Cluster holding(int... files) {
        Cluster cluster = new Cluster(files.length);
        for (int node = 0; node < files.length; node++) {
            cluster.add("zk" + (node + 1), files[node], 100);
        }
        return cluster;
    }

    Cluster add(String node, int count, long sizeBytes) {
        for (int i = 0; i < count; i++) {
            add(node, sizeBytes);
        }
        return this;
    }

    /** Adds a file that is newer than all others; it is named file-1, file-2 … */
    StoredFile add(String node, long sizeBytes) {
        long number = ++lastId;
        String id = new UUID(number << 16 | 0x7000, 1L << 63).toString();
        StoredFile file = OtherFeatures.file(id, "file-" + number, node, sizeBytes);
        index.apply(new FileChange.Added(file));
        return file;
    }

    Cluster drained(String node) {
        return with(node, now -> now.withAvailability(true, now.standing()));
    }

    Cluster standing(String node, Standing standing) {
        return with(node, now -> now.withAvailability(now.drained(), standing));
    }

    Cluster withoutStorage(String node) {
        return with(node, now -> now.withStorage(StorageReason.AGENT_AWAY));
    }

    Cluster room(String node, long bytes) {
        return with(node, now -> now.withRoom(bytes));
    }

    Cluster weighing(String node, double weight, Double latencyMs) {
        return with(
                node,
                now -> new NodeInputs(
                        node,
                        0,
                        0,
                        now.drained(),
                        null,
                        null,
                        now.standing(),
                        now.storage(),
                        now.storageReason(),
                        now.roomBytes(),
                        weight,
                        latencyMs,
                        List.of()));
    }

    private Cluster with(String node, UnaryOperator<NodeInputs> change) {
        nodes.computeIfPresent(node, (name, now) -> change.apply(now));
        return this;
    }

    Cluster strategy(String code) {
        strategy = code;
        return this;
    }

    Cluster threshold(int value) {
        threshold = value;
        return this;
    }

    /** 0 for auto. */
    Cluster batch(int value) {
        batch = value;
        return this;
    }

    PlanInputs inputs() {
        List<NodeInputs> now = new ArrayList<>();
        nodes.forEach((name, node) -> now.add(node.withHeld(index.files(name), index.bytes(name))));
        return new PlanInputs(strategy, threshold, batch, true, now);
    }

    PlannedPlan planned() {
        return planner.plan(inputs(), index);
    }

    Plan plan() {
        return planned().plan();
    }

    /** Moves what the plan says. */
    void carryOut(Plan plan) {
        plan.moves().forEach(move -> index.move(move.fileId(), move.from(), move.to()));
    }

    NodeVerdict verdict(String node) {
        return plan().verdicts().stream()
                .filter(verdict -> verdict.node().equals(node))
                .findFirst()
                .orElseThrow();
    }

    /** Said here once more, since the planner is judged by it. */
    boolean mayTake(String node) {
        NodeInputs now = nodes.get(node);
        return !now.drained() && now.standing() == Standing.UP && now.storage();
    }

    /** The sum of h²/w over all nodes: what each balancing move must lower. */
    double spread() {
        Strategy weighing = new Strategies().of(strategy);
        List<NodeInputs> now = inputs().nodes();
        double[] weights = weighing.weights(now);
        double spread = 0;
        for (int node = 0; node < now.size(); node++) {
            double held = weighing.held(now.get(node).files(), now.get(node).bytes());
            spread += held * held / weights[node];
        }
        return spread;
    }
}
