package io.conclave.scheduler;

import java.util.HashMap;
import java.util.Map;

/**
 * Turns measured latencies into bands of powers of two: 1, 2, 4, 8 … ms. A node keeps its band until the measurement is
 * a quarter beyond its edge, so that a latency that flutters around an edge moves nothing.
 */
final class LatencyBands {

    private static final double SLACK = 1.25;

    private final Map<String, Double> bands = new HashMap<>();

    /** The upper edge of the node's band in milliseconds, at least 1. */
    double band(String node, double measuredMs) {
        Double kept = bands.get(node);
        if (kept != null && measuredMs <= kept * SLACK && (kept == 1 || measuredMs > kept / 2 / SLACK)) {
            return kept;
        }
        double edge = 1;
        while (edge < measuredMs) {
            edge *= 2;
        }
        bands.put(node, edge);
        return edge;
    }
}
