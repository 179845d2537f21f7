package io.conclave.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How the ensemble is watched.
 *
 * @param name what its operators call it, 1 to 64 printable characters, or empty ({@code ENSEMBLE_NAME})
 * @param nodes the servers, 1 to 50, ids unique; empty until an embedded ensemble has begun
 * @param pollInterval between two {@code srvr} of a node ({@code POLL_INTERVAL_MS})
 * @param metricsInterval between two {@code mntr} of a node ({@code METRICS_INTERVAL_MS})
 * @param timeout after which a node that does not answer counts as hung ({@code POLL_TIMEOUT_MS})
 */
public record EnsembleSettings(
        Optional<String> name,
        List<NodeAddress> nodes,
        Duration pollInterval,
        Duration metricsInterval,
        Duration timeout) {

    public EnsembleSettings {
        nodes = List.copyOf(nodes);
    }

    /** The same with other servers. */
    EnsembleSettings with(List<NodeAddress> others) {
        return new EnsembleSettings(name, others, pollInterval, metricsInterval, timeout);
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
