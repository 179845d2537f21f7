package io.conclave.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.conclave.bus.Bus;
import io.conclave.bus.Json;
import io.conclave.ensemble.AskEnsemble;
import io.conclave.ensemble.EnsembleState;
import io.conclave.ensemble.EnsembleTopics;
import io.conclave.ensemble.NodeStatus;
import io.conclave.scheduler.Counts;
import io.conclave.scheduler.SchedulerTopics;
import io.vertx.core.Future;
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
        return state == null ? null : tree(state);
    }

    /** Asks for the newest there is, which what was published may be a metrics interval behind. */
    Future<JsonNode> now(Bus bus) {
        return bus.request(EnsembleTopics.CURRENT, new AskEnsemble()).map(this::tree);
    }

    private JsonNode tree(EnsembleState state) {
        ObjectNode measures = Json.object().put("leader", state.leader());
        measures.putObject("quorum")
                .put("voters", state.quorum().voters())
                .put("needed", state.quorum().needed())
                .put("up", state.quorum().up())
                .put("held", state.quorum().held());
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
            figures.set("respondedAt", Json.tree(node.respondedAt()));
        }
        return measures;
    }
}
