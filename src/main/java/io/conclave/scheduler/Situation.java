package io.conclave.scheduler;

import io.conclave.ensemble.EnsembleState;
import io.conclave.ensemble.NodeStatus;
import io.conclave.files.StorageState;
import io.conclave.storage.NodeRoom;
import io.conclave.storage.StorageReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is known of the nodes beside their files, reduced to what a plan looks at: so that it can be told whether news
 * matter to a plan, which most do not.
 */
final class Situation {

    /** What the monitor says of a node. */
    private record Server(Standing standing, boolean drained, String drainReason, Instant drainedAt, Double latencyMs) {
        static final Server UNKNOWN = new Server(Standing.UNKNOWN, false, null, null, null);
        static final Server NOT_CONFIGURED = new Server(Standing.NOT_CONFIGURED, false, null, null, null);
    }

    /**
     * What the files' keeper says of a node, and what stands against its use; a node that it has not spoken of yet
     * counts as usable.
     */
    private record Folder(StorageReason against, Long roomBytes) {
        static final Folder UNKNOWN = new Folder(null, null);
    }

    private final Set<String> configured;
    private final Map<String, Double> weights;
    private final LatencyBands bands = new LatencyBands();
    private Map<String, Server> servers = Map.of();
    private Map<String, Folder> folders = Map.of();

    /**
     * @param configured ids of the nodes
     * @param weights share of each under the strategy {@code weighted}; 1 where there is none
     */
    Situation(List<String> configured, Map<String, Double> weights) {
        this.configured = Set.copyOf(configured);
        this.weights = Map.copyOf(weights);
    }

    /** Takes in the ensemble's state; says whether it makes a difference to a plan. */
    boolean learn(EnsembleState state) {
        Map<String, Server> now = new HashMap<>();
        for (NodeStatus node : state.nodes()) {
            Double average = node.latencyMs() == null
                    ? null
                    : Double.valueOf(node.latencyMs().avg());
            now.put(
                    node.id(),
                    new Server(
                            Standing.of(node.health()),
                            node.drained(),
                            node.drainReason(),
                            node.drainedAt(),
                            average == null ? null : bands.band(node.id(), average)));
        }
        boolean differs = !now.equals(servers);
        servers = now;
        return differs;
    }

    /** Takes in how the nodes' folders are; says whether it makes a difference to a plan. */
    boolean learn(StorageState state) {
        Map<String, Folder> now = new HashMap<>();
        for (Map.Entry<String, NodeRoom> each : state.nodes().entrySet()) {
            NodeRoom room = each.getValue();
            now.put(each.getKey(), new Folder(room.reason(), NodeInputs.quantised(room.roomBytes())));
        }
        boolean differs = !now.equals(folders);
        folders = now;
        return differs;
    }

    /** Everything that a plan or a placement is computed from, under these settings. */
    PlanInputs inputs(FileIndex index, PlanSettings settings) {
        boolean byLatency = settings.strategy().equals(LatencyStrategy.CODE);
        List<NodeInputs> nodes = new ArrayList<>();
        for (String node : index.nodes()) {
            Server server =
                    configured.contains(node) ? servers.getOrDefault(node, Server.UNKNOWN) : Server.NOT_CONFIGURED;
            Folder folder = folders.getOrDefault(node, Folder.UNKNOWN);
            nodes.add(new NodeInputs(
                    node,
                    index.files(node),
                    index.bytes(node),
                    server.drained(),
                    server.drainReason(),
                    server.drainedAt(),
                    server.standing(),
                    folder.against() == null,
                    folder.against(),
                    folder.roomBytes(),
                    weights.getOrDefault(node, 1.0),
                    byLatency ? server.latencyMs() : null,
                    List.of()));
        }
        return new PlanInputs(settings.strategy(), settings.threshold(), settings.batch(), settings.enabled(), nodes);
    }
}
