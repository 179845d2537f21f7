package io.conclave.figures;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a server had counted at one moment, out of which rates and means over the time between two moments are made:
 * servers tell averages since they began, in which a bad minute drowns after a good week.
 *
 * <p>Sums and counts are called {@code sum_x} and {@code cnt_x} by ZooKeeper's own collection of figures, and
 * {@code x_sum} and {@code x_count} where its Prometheus provider is configured. They exist since 3.6.
 *
 * @param at when the server told
 * @param values by {@code mntr}'s names without {@code zk_}
 */
record Counters(Instant at, Map<String, Double> values) {

    /** {@code avg_latency} is made of these two: requests that change something, and all others. */
    private static final List<String> LATENCIES = List.of("updatelatency", "readlatency");

    private static final List<String> FSYNCS = List.of("fsynctime");
    private static final double THOUSANDTHS = 1_000;

    /** The row that this reading makes after the one before; null is a first reading. */
    double[] rowAfter(Counters before) {
        double[] row = FigureRow.nothing();
        row[ChartedFigure.MAX_LATENCY.ordinal()] = value("max_latency");
        row[ChartedFigure.CONNECTIONS.ordinal()] = value("num_alive_connections");
        row[ChartedFigure.OUTSTANDING.ordinal()] = value("outstanding_requests");
        row[ChartedFigure.ZNODES.ordinal()] = value("znode_count");
        if (before != null && !isRestartedSince(before)) {
            row[ChartedFigure.AVG_LATENCY.ordinal()] = mean(before, LATENCIES);
            row[ChartedFigure.RECEIVED.ordinal()] = perSecond(before, "packets_received");
            row[ChartedFigure.SENT.ordinal()] = perSecond(before, "packets_sent");
            row[ChartedFigure.FSYNC.ordinal()] = mean(before, FSYNCS);
        }
        return row;
    }

    /**
     * Whether the server began anew in between, so that its counters did too. It has been up for less then than it
     * should be; the half allows for clocks that do not run alike. Without an uptime, only a counter that fell tells.
     */
    private boolean isRestartedSince(Counters before) {
        double expected = before.value("uptime") + millisSince(before) / 2.0;
        return value("uptime") < expected;
    }

    private double perSecond(Counters before, String name) {
        double counted = value(name) - before.value(name);
        double rate = counted / (millisSince(before) / 1_000.0);
        return counted >= 0 && Double.isFinite(rate) ? rounded(rate) : Double.NaN;
    }

    private double mean(Counters before, List<String> names) {
        double sum = 0;
        double count = 0;
        for (String name : names) {
            double summed = sum(name) - before.sum(name);
            double counted = count(name) - before.count(name);
            if (summed < 0 || counted < 0) {
                return Double.NaN;
            }
            if (Double.isFinite(summed) && Double.isFinite(counted)) {
                sum += summed;
                count += counted;
            }
        }
        return count > 0 ? rounded(sum / count) : Double.NaN;
    }

    private double sum(String name) {
        return either("sum_" + name, name + "_sum");
    }

    private double count(String name) {
        return either("cnt_" + name, name + "_count");
    }

    private double either(String name, String otherName) {
        double value = value(name);
        return Double.isNaN(value) ? value(otherName) : value;
    }

    private double value(String name) {
        return values.getOrDefault(name, Double.NaN);
    }

    private long millisSince(Counters before) {
        return Duration.between(before.at, at).toMillis();
    }

    private static double rounded(double value) {
        return Math.round(value * THOUSANDTHS) / THOUSANDTHS;
    }
}
