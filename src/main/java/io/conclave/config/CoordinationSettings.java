package io.conclave.config;

import java.time.Duration;
import java.util.List;

/**
 * The ensemble by which controllers and agents find each other and agree on who acts. It may be another one than the
 * ensemble that is watched, so that the watched one can fail without the watchers.
 *
 * @param nodes its servers ({@code COORDINATION_ZK}); those of the watched ensemble where none are named, and empty
 *     until an embedded ensemble has begun
 * @param root absolute path of the znode below which everything of Conclave's coordination is
 *     ({@code COORDINATION_ROOT})
 * @param sessionTimeout what a session asks for, and after which a silent member is given up; the ensemble may grant
 *     another one, by default no less than twice its tickTime ({@code COORDINATION_SESSION_TIMEOUT_MS})
 */
public record CoordinationSettings(List<NodeAddress> nodes, String root, Duration sessionTimeout) {

    public CoordinationSettings {
        nodes = List.copyOf(nodes);
    }

    /** The same, on other servers where none were named. */
    CoordinationSettings orOn(List<NodeAddress> others) {
        return nodes.isEmpty() ? new CoordinationSettings(others, root, sessionTimeout) : this;
    }

    /** A ZooKeeper client's connect string, without the root. */
    public String connectString() {
        return String.join(",", nodes.stream().map(NodeAddress::hostPort).toList());
    }
}
