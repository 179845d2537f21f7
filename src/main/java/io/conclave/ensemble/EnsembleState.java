package io.conclave.ensemble;

import java.util.List;

/**
 * The whole ensemble at one moment.
 *
 * @param name what its operators call it, or null where they gave it none
 * @param leader id of the leader (or of the standalone server), or null where there is none or more than one claims it
 * @param quorum whether it can decide anything
 * @param nodes every node, in the configured order
 * @param splitViews where servers contradict each other, such as two that claim to lead; mostly empty
 * @param reading how often the servers are asked, which tells from when on a figure is old
 */
public record EnsembleState(
        String name,
        String leader,
        Quorum quorum,
        List<NodeStatus> nodes,
        List<SplitView> splitViews,
        ReadingIntervals reading) {

    public EnsembleState {
        nodes = List.copyOf(nodes);
        splitViews = List.copyOf(splitViews);
    }
}
