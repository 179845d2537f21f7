package io.conclave.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.conclave.bus.Bus;
import io.conclave.bus.Json;
import io.conclave.ensemble.EnsembleState;
import io.conclave.ensemble.EnsembleTopics;
import io.conclave.ensemble.NodeStatus;
import io.conclave.scheduler.Counts;
import io.conclave.scheduler.SchedulerTopics;
import java.util.function.Supplier;

/** What the audit trail keeps of the moment before and after an action: the newest that was published of every node. */
final class Measures implements Supplier<JsonNode> {

    private volatile EnsembleState ensemble;
    private volatile Counts counts;

    /** Begins to listen. */
    void start(Bus bus) {
        bus.subscribe(EnsembleTopics.STATE, message -> ensemble = message.body());
        bus.subscribe(SchedulerTopics.COUNTS, message -> counts = message.body());
    }

    @Override
    public JsonNode get() {
        EnsembleState state = ensemble;
        if (state == null) {
            return null;
        }
        ObjectNode measures = Json.object().put("leader", state.leader());
        ObjectNode nodes = measures.putObject("nodes");
        for (NodeStatus node : state.nodes()) {
            ObjectNode figures = nodes.putObject(node.id())
                    .put("role", node.role().code())
                    .put("health", node.health().code())
                    .put("zxid", node.zxid())
                    .put("connections", node.connections())
                    .put("outstanding", node.outstanding())
                    .put(
                            "latencyAvgMs",
                            node.latencyMs() == null ? null : node.latencyMs().avg());
            Counts held = counts;
            figures.put("files", held == null ? null : held.files().get(node.id()));
        }
        return measures;
    }
}
