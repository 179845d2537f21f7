package io.conclave.cli.probe;

import io.conclave.bus.Json;
import io.conclave.cli.LatencyHistogram;
import io.conclave.cli.probe.stream.ControllerClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * How long messages were on their way: from the controller's stamp until they were here and read. The stamp has whole
 * milliseconds, so on one clock a figure is up to one millisecond too long.
 */
final class LagFigures {

    private static final double NANOS_A_MILLI = 1e6;

    private final LatencyHistogram lags = new LatencyHistogram();
    private long before;

    /**
     * Counts one message.
     *
     * @param at its stamp, by the controller's clock
     * @param receivedAt by ours
     * @param clock how the two stand to each other
     */
    void add(Instant at, Instant receivedAt, ControllerClock clock) {
        long nanos = Duration.between(at, clock.at(receivedAt)).toNanos();
        if (nanos < 0) {
            before++;
        }
        lags.add(Math.max(0, nanos));
    }

    long count() {
        return lags.total();
    }

    /** The lines for people. */
    List<String> lines(Duration measured, List<String> topics, ControllerClock clock) {
        return List.of(
                "push latency of %d messages of %s in %.1f s (%.1f a second)"
                        .formatted(count(), String.join(", ", topics), seconds(measured), count() / seconds(measured)),
                String.format(
                        Locale.ROOT,
                        "p50 %.1f ms   p95 %.1f ms   p99 %.1f ms   max %.1f ms",
                        ms(0.5),
                        ms(0.95),
                        ms(0.99),
                        ms(1)),
                "from the controller's stamp, which has whole milliseconds, until the message was read here; "
                        + clocks(clock)
                        + (before == 0 ? "" : "; " + before + " came before their stamp, counted as 0"));
    }

    private static String clocks(ControllerClock clock) {
        return clock.isSame()
                ? "the two clocks are the same as far as can be told"
                : String.format(
                        Locale.ROOT,
                        "corrected for its clock, which is %.1f ms %s, to within %.1f ms",
                        Math.abs(clock.ahead().toNanos()) / NANOS_A_MILLI,
                        clock.ahead().isNegative() ? "behind" : "ahead",
                        clock.error().toNanos() / NANOS_A_MILLI);
    }

    /** The same as one object. */
    String json(Duration measured, List<String> topics, ControllerClock clock) {
        var figures = Json.object();
        figures.set("topics", Json.tree(topics));
        figures.put("count", count())
                .put("durationMs", measured.toMillis())
                .put("p50Ms", ms(0.5))
                .put("p95Ms", ms(0.95))
                .put("p99Ms", ms(0.99))
                .put("maxMs", ms(1))
                .put("beforeStamp", before)
                .put("sameClock", clock.isSame())
                .put("clockAheadMs", clock.ahead().toNanos() / NANOS_A_MILLI)
                .put("clockErrorMs", clock.error().toNanos() / NANOS_A_MILLI);
        return figures.toString();
    }

    private double ms(double share) {
        return Math.round(lags.quantile(share) / NANOS_A_MILLI * 1_000) / 1_000.0;
    }

    private static double seconds(Duration duration) {
        return Math.max(0.001, duration.toMillis() / 1e3);
    }
}
