package io.conclave.config;

import java.time.Duration;
import java.util.List;

/**
 * How the ensemble is watched.
 *
 * @param nodes the servers, 1 to 50, ids unique; empty until an embedded ensemble has begun
 * @param pollInterval between two {@code srvr} of a node ({@code POLL_INTERVAL_MS})
 * @param metricsInterval between two {@code mntr} of a node ({@code METRICS_INTERVAL_MS})
 * @param timeout after which a node that does not answer counts as hung ({@code POLL_TIMEOUT_MS})
 */
public record EnsembleSettings(
        List<NodeAddress> nodes, Duration pollInterval, Duration metricsInterval, Duration timeout) {

    public EnsembleSettings {
        nodes = List.copyOf(nodes);
    }

    /** A ZooKeeper client's connect string for all nodes. */
    public String connectString() {
        return String.join(",", nodes.stream().map(NodeAddress::hostPort).toList());
    }

    /** The nodes' names, in the order in which they were given. */
    public List<String> nodeIds() {
        return nodes.stream().map(NodeAddress::id).toList();
    }
}
