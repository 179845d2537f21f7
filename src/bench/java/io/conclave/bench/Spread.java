package io.conclave.bench;

import java.util.Arrays;

/**
 * Where the values of several rounds lie. The distance of the quartiles tells how far the machine was quiet.
 *
 * @param low the lower quartile
 * @param median the middle
 * @param high the upper quartile
 */
public record Spread(double low, double median, double high) {

    /** The spread of these values, of which there is one at least. */
    public static Spread of(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return new Spread(quantile(sorted, 0.25), quantile(sorted, 0.5), quantile(sorted, 0.75));
    }

    /**
     * A quantile, interpolated between the two values next to it.
     *
     * @param sorted rising, one value at least
     * @param share from 0, the smallest, to 1, the largest
     */
    public static double quantile(double[] sorted, double share) {
        double position = share * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
