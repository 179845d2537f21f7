package io.conclave.web.metrics;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Map;
import java.util.TreeMap;

/**
 * Gathers samples into families. The exposition format keeps some endings of names for types of its own: what ends in
 * {@code _total} must be a counter, or its ending would be dropped.
 *
 * @see <a href="https://prometheus.io/docs/specs/om/open_metrics_spec/#suffixes">OpenMetrics, suffixes</a>
 */
final class Families {

    private static final String TOTAL = "_total";

    private final Map<String, GaugeSnapshot.Builder> gauges = new TreeMap<>();
    private final Map<String, CounterSnapshot.Builder> totals = new TreeMap<>();

    /** Adds a sample of a figure that goes up and down. */
    void gauge(String name, String help, double value, String... labels) {
        gauges.computeIfAbsent(
                        name, absent -> GaugeSnapshot.builder().name(name).help(help))
                .dataPoint(GaugeDataPointSnapshot.builder()
                        .value(value)
                        .labels(Labels.of(labels))
                        .build());
    }

    /** Adds a sample of a figure whose name ends in {@code _total}; 0 or more. */
    void total(String name, String help, double value, String... labels) {
        totals.computeIfAbsent(name, absent -> CounterSnapshot.builder()
                        .name(name.substring(0, name.length() - TOTAL.length()))
                        .help(help))
                .dataPoint(CounterDataPointSnapshot.builder()
                        .value(value)
                        .labels(Labels.of(labels))
                        .build());
    }

    /** All of them. */
    MetricSnapshots snapshots() {
        MetricSnapshots.Builder all = MetricSnapshots.builder();
        gauges.values().stream()
                .<MetricSnapshot>map(GaugeSnapshot.Builder::build)
                .forEach(all::metricSnapshot);
        totals.values().stream()
                .<MetricSnapshot>map(CounterSnapshot.Builder::build)
                .forEach(all::metricSnapshot);
        return all.build();
    }
}
