package io.conclave.figures;

import java.time.Instant;
import java.util.Arrays;

/**
 * One server's figures at one moment.
 *
 * @param at when it told them, or when it was found that it tells nothing any more
 * @param source which of its answers they are out of, or null where it told nothing
 * @param values one for each {@link ChartedFigure}; not a number where it is absent
 */
record FigureRow(Instant at, String source, double[] values) {

    /** A moment at which nothing could be read. */
    static FigureRow unread(Instant at) {
        return new FigureRow(at, null, nothing());
    }

    /** No figure at all. */
    static double[] nothing() {
        double[] values = new double[ChartedFigure.values().length];
        Arrays.fill(values, Double.NaN);
        return values;
    }

    boolean isUnread() {
        return source == null;
    }

    /** A whole number as such, and null for what is absent. */
    Number get(ChartedFigure figure) {
        double value = values[figure.ordinal()];
        if (Double.isNaN(value)) {
            return null;
        }
        return value == Math.rint(value) && Math.abs(value) < 1L << 53 ? (Number) (long) value : (Number) value;
    }
}
