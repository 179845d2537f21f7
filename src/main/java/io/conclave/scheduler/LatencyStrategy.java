package io.conclave.scheduler;

import java.util.List;
import java.util.Objects;

/**
 * Fewer files on slower nodes, in inverse proportion to their latency: the fastest has weight 1, one that takes twice
 * as long 0.5. A node whose latency is not known counts as the slowest that is known. Latencies come as
 * {@link LatencyBands bands}, so that they do not move files with every flutter.
 */
final class LatencyStrategy implements Strategy {

    static final String CODE = "latency";

    @Override
    public String code() {
        return CODE;
    }

    @Override
    public Unit unit() {
        return Unit.SHARE;
    }

    @Override
    public double[] weights(List<NodeInputs> nodes) {
        double fastest = nodes.stream()
                .map(NodeInputs::latencyMs)
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .min()
                .orElse(1);
        double slowest = nodes.stream()
                .map(NodeInputs::latencyMs)
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(1);
        return nodes.stream()
                .mapToDouble(node -> fastest / (node.latencyMs() == null ? slowest : node.latencyMs()))
                .toArray();
    }
}
