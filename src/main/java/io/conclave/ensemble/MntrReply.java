package io.conclave.ensemble;

import java.time.Duration;
import java.util.Map;

/**
 * The figures that {@code mntr}, the AdminServer's {@code monitor} and the Prometheus provider have in common.
 *
 * @param values numbers by name, without the {@code zk_} that {@code mntr} puts before it
 * @param texts what is no number: {@code version}, {@code server_state}, {@code peer_state}
 */
record MntrReply(Map<String, Double> values, Map<String, String> texts) {

    MntrReply {
        values = Map.copyOf(values);
        texts = Map.copyOf(texts);
    }

    /** A figure that is a whole number; null where it is absent. */
    Long whole(String name) {
        Double value = values.get(name);
        return value == null ? null : value.longValue();
    }

    /** Latency; null unless all three figures are there. */
    Latency latency() {
        Double min = values.get("min_latency");
        Double avg = values.get("avg_latency");
        Double max = values.get("max_latency");
        return min == null || avg == null || max == null ? null : new Latency(min, avg, max);
    }

    /** How long it has served in its present role (since 3.6); null where it does not say. */
    Duration uptime() {
        Long millis = whole("uptime");
        return millis == null || millis < 0 ? null : Duration.ofMillis(millis);
    }
}
