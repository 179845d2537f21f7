package io.conclave.kv.ring;

/**
 * All arcs that one group hands over to one other group while the ring changes.
 *
 * @param from the group that has the keys
 * @param to the group that gets them
 */
public record Transfer(String from, String to) implements Comparable<Transfer> {

    @Override
    public int compareTo(Transfer other) {
        int byFrom = from.compareTo(other.from);
        return byFrom == 0 ? to.compareTo(other.to) : byFrom;
    }

    @Override
    public String toString() {
        return from + " to " + to;
    }
}
