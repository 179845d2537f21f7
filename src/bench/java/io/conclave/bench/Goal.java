package io.conclave.bench;

/**
 * What a figure should reach.
 *
 * @param subject what is looked at
 * @param bound on which side of the limit it should be
 * @param limit as a ratio, or in the unit of the product's own value
 */
public record Goal(Subject subject, Bound bound, double limit) {

    /** What a goal looks at. */
    public enum Subject {
        /** The ratio to the peer. */
        RATIO,
        /** The product's own value. */
        OURS
    }

    /** Which side of the limit is good. */
    public enum Bound {
        AT_LEAST,
        AT_MOST
    }

    /** The product should reach this share of the peer. */
    public static Goal ratioAtLeast(double limit) {
        return new Goal(Subject.RATIO, Bound.AT_LEAST, limit);
    }

    /** The product should take no more than this multiple of the peer. */
    public static Goal ratioAtMost(double limit) {
        return new Goal(Subject.RATIO, Bound.AT_MOST, limit);
    }

    /** The product's own value should be at least this, in its unit. */
    public static Goal valueAtLeast(double limit) {
        return new Goal(Subject.OURS, Bound.AT_LEAST, limit);
    }

    /** The product's own value should be no more than this, in its unit. */
    public static Goal valueAtMost(double limit) {
        return new Goal(Subject.OURS, Bound.AT_MOST, limit);
    }

    /** Whether the figure reaches it. */
    boolean isMetBy(Figure figure) {
        return isWithin(
                subject == Subject.RATIO
                        ? figure.ratio().median()
                        : figure.ours().value());
    }

    /** Whether not even the peer reaches it, which says more of the machine than of the product. */
    boolean isBeyondPeer(Figure figure) {
        return subject == Subject.OURS && !isWithin(figure.peer().value());
    }

    private boolean isWithin(double value) {
        return bound == Bound.AT_LEAST ? value >= limit : value <= limit;
    }
}
