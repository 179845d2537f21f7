package io.conclave.cli;

/**
 * Counts durations in buckets that are at most 1/64 of their value wide, from a nanosecond to hours, in 24 KiB: the
 * layout of HdrHistogram. Not thread-safe.
 *
 * @see <a href="https://hdrhistogram.github.io/HdrHistogram/">HdrHistogram</a>
 */
public final class LatencyHistogram {

    private static final int FRACTION_BITS = 6;
    private static final int FRACTIONS = 1 << FRACTION_BITS;
    private static final int OCTAVES = 48;

    private final long[] counts = new long[OCTAVES * FRACTIONS];
    private long total;
    private long highest;

    /** Counts one duration, in nanoseconds. */
    public void add(long nanos) {
        counts[Math.min(index(nanos), counts.length - 1)]++;
        total++;
        highest = Math.max(highest, nanos);
    }

    /** Counts all that another one has counted. */
    public void add(LatencyHistogram other) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.counts[i];
        }
        total += other.total;
        highest = Math.max(highest, other.highest);
    }

    /** How many were counted. */
    public long total() {
        return total;
    }

    /** The duration in nanoseconds that a share of all, 0 to 1, does not exceed; 0 where nothing was counted. */
    public long quantile(double share) {
        long wanted = (long) Math.ceil(share * total);
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= wanted && seen > 0) {
                return Math.min(upperEnd(i), highest);
            }
        }
        return 0;
    }

    /** Below 64 ns each value has its bucket; above, each power of two has 64 of them. */
    private static int index(long nanos) {
        if (nanos < FRACTIONS) {
            return (int) Math.max(0, nanos);
        }
        int octave = 63 - Long.numberOfLeadingZeros(nanos) - FRACTION_BITS;
        return (octave + 1) * FRACTIONS + (int) (nanos >> octave) - FRACTIONS;
    }

    private static long upperEnd(int index) {
        if (index < FRACTIONS) {
            return index;
        }
        int octave = index / FRACTIONS - 1;
        return ((long) (index % FRACTIONS + FRACTIONS + 1) << octave) - 1;
    }
}
