package io.conclave.ensemble;

import java.util.List;

/**
 * The whole ensemble at one moment.
 *
 * @param leader id of the leader (or of the standalone server), or null where there is none or more than one claims it
 * @param quorum whether it can decide anything
 * @param nodes every node, in the configured order
 * @param splitViews where servers contradict each other, such as two that claim to lead; mostly empty
 */
public record EnsembleState(String leader, Quorum quorum, List<NodeStatus> nodes, List<SplitView> splitViews) {

    public EnsembleState {
        nodes = List.copyOf(nodes);
        splitViews = List.copyOf(splitViews);
    }
}
