package io.conclave.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.conclave.bus.Json;
import java.time.Instant;

/** Metrics of an ensemble of three, as the audit trail keeps them; at first all is well and zk1 leads. */
final class ThreeNodes {

    private final ObjectNode metrics = Json.object().put("leader", "zk1");

    private ThreeNodes() {}

    static ThreeNodes healthy(Instant respondedAt) {
        ThreeNodes three = new ThreeNodes();
        three.metrics
                .putObject("quorum")
                .put("voters", 3)
                .put("needed", 2)
                .put("up", 3)
                .put("held", true);
        ObjectNode nodes = three.metrics.putObject("nodes");
        for (String id : new String[] {"zk1", "zk2", "zk3"}) {
            nodes.putObject(id)
                    .put("role", id.equals("zk1") ? "leader" : "follower")
                    .put("health", "healthy")
                    .put("zxid", "0x500000010")
                    .put("connections", 2)
                    .put("outstanding", 0)
                    .put("latencyAvgMs", 0.5)
                    .put("files", 4)
                    .put("respondedAt", respondedAt.toString());
        }
        return three;
    }

    /** Nothing answers any more where this node was. */
    ThreeNodes down(String node) {
        ((ObjectNode) metrics.at("/quorum")).put("up", metrics.at("/quorum/up").asInt() - 1);
        node(node).put("role", "down").put("health", "down").putNull("zxid").putNull("connections");
        return this;
    }

    ThreeNodes with(String node, String figure, String value) {
        node(node).put(figure, value);
        return this;
    }

    ThreeNodes with(String node, String figure, long value) {
        node(node).put(figure, value);
        return this;
    }

    ThreeNodes ledBy(String leader, boolean held) {
        metrics.put("leader", leader);
        ((ObjectNode) metrics.at("/quorum")).put("held", held);
        return this;
    }

    private ObjectNode node(String node) {
        return (ObjectNode) metrics.at("/nodes/" + node);
    }

    JsonNode json() {
        return metrics.deepCopy();
    }
}
