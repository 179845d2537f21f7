package io.conclave.scheduler;

import java.util.List;

/** Files in proportion to configured weights: a node of weight 2 holds twice as many as one of weight 1. */
final class WeightedStrategy implements Strategy {

    @Override
    public String code() {
        return "weighted";
    }

    @Override
    public Unit unit() {
        return Unit.SHARE;
    }

    @Override
    public double[] weights(List<NodeInputs> nodes) {
        return nodes.stream().mapToDouble(NodeInputs::weight).toArray();
    }
}
