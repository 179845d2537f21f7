package io.conclave.kv.ring;

/**
 * A run of places. Where {@code after} is not below {@code upTo} it runs over the end of the ring; where the two are
 * equal it is the whole ring.
 *
 * @param after the place before the first one
 * @param upTo the last place
 */
public record Arc(long after, long upTo) {

    /** Whether a place is in it. */
    public boolean contains(long place) {
        return after < upTo ? place > after && place <= upTo : place > after || place <= upTo;
    }

    /** How many places it has, 1 to 2^32. */
    public long length() {
        return after < upTo ? upTo - after : upTo - after + Place.COUNT;
    }
}
