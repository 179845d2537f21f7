package io.conclave.logs;

import java.time.Instant;
import java.util.List;

/**
 * How many entries fit the query, over time.
 *
 * @param from when the first bar begins, or null where nothing was counted
 * @param bucketMs how long each bar is, milliseconds; 0 where nothing was counted
 * @param bars one after another without a gap, at most {@value #MOST_BARS}
 */
public record Histogram(Instant from, long bucketMs, List<Bar> bars) {

    /** No bars. */
    public static final Histogram NONE = new Histogram(null, 0, List.of());

    /** The most bars that there are. */
    public static final int MOST_BARS = 120;

    private static final long[] WIDTHS_MS = {
        1_000,
        5_000,
        10_000,
        30_000,
        60_000,
        300_000,
        600_000,
        1_800_000,
        3_600_000,
        10_800_000,
        21_600_000,
        43_200_000,
        86_400_000,
        604_800_000
    };

    public Histogram {
        bars = List.copyOf(bars);
    }

    /**
     * One bar.
     *
     * @param count all entries
     * @param warnings those of level warn
     * @param errors those of level error or fatal
     */
    public record Bar(long count, long warnings, long errors) {}

    /**
     * The width for bars that cover a span with at most {@value #MOST_BARS} of them; of a round length, milliseconds.
     */
    public static long widthFor(long fromMs, long toMs) {
        for (long width : WIDTHS_MS) {
            if (toMs / width - fromMs / width < MOST_BARS) {
                return width;
            }
        }
        long week = WIDTHS_MS[WIDTHS_MS.length - 1];
        return ((toMs - fromMs) / MOST_BARS / week + 1) * week;
    }
}
