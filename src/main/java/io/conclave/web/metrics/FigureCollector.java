package io.conclave.web.metrics;

import io.conclave.bus.Bus;
import io.conclave.ensemble.EnsembleTopics;
import io.conclave.ensemble.NodeFigures;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.PrometheusNaming;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Every numeric figure that a server tells of itself, as {@code zk_<name>{node}}. What is older than {@link #FRESH} has
 * no sample any more: old is never shown as now.
 */
final class FigureCollector implements MultiCollector {

    static final Duration FRESH = Duration.ofSeconds(15);

    private static final String OURS = "zk_demo_";

    private final Clock clock;
    private final Map<String, NodeFigures> byNode = new ConcurrentHashMap<>();

    FigureCollector(Clock clock) {
        this.clock = clock;
    }

    /** Begins to listen. */
    void start(Bus bus) {
        bus.subscribe(
                EnsembleTopics.FIGURES, message -> byNode.put(message.body().node(), message.body()));
    }

    @Override
    public MetricSnapshots collect() {
        Instant oldest = clock.instant().minus(FRESH);
        Families families = new Families();
        byNode.forEach((node, figures) -> {
            if (figures.source().at().isAfter(oldest)) {
                figures.values().forEach((name, value) -> add(families, node, "zk_" + name, value));
            }
        });
        return families.snapshots();
    }

    /** Names are the server's own: one that the format reserves, or that is ours, is left out rather than changed. */
    private static void add(Families families, String node, String name, double value) {
        String help = "What the server tells as " + name;
        if (name.startsWith(OURS)) {
            return;
        }
        if (PrometheusNaming.isValidMetricName(name) && name.indexOf('.') < 0) {
            families.gauge(name, help, value, "node", node);
        }
    }
}
