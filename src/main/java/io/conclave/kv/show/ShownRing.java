package io.conclave.kv.show;

import java.util.List;

/**
 * The ring as it is drawn, published whenever it changes.
 *
 * @param version of the ring; 0 while it is not known
 * @param virtualNodes points of each group
 * @param nextVirtualNodes those it will have, the same where the ring does not change
 * @param changing whether arcs change hands
 * @param groups the shares of the groups
 * @param maxOverMean the largest share over the mean one: 1 is even
 * @param arcs the arcs from the first point on; none where there are too many to draw
 * @param transfers who hands over to whom while it changes
 * @param choices how even the ring would be with other numbers of virtual nodes
 * @param outcomes what it would mean to add the next group or to remove one
 */
public record ShownRing(
        long version,
        int virtualNodes,
        int nextVirtualNodes,
        boolean changing,
        List<Share> groups,
        double maxOverMean,
        List<ShownArc> arcs,
        List<Handing> transfers,
        List<Choice> choices,
        List<Outcome> outcomes) {

    public ShownRing {
        groups = List.copyOf(groups);
        arcs = List.copyOf(arcs);
        transfers = List.copyOf(transfers);
        choices = List.copyOf(choices);
        outcomes = List.copyOf(outcomes);
    }

    /** @param share of all places, 0 to 1 */
    public record Share(String group, double share) {}

    /**
     * One arc, which begins where the one before ends.
     *
     * @param upTo its last place
     * @param group whose keys these are now
     * @param to the group that it goes to and has not got yet, or null
     * @param point whether a virtual node of its group stands at its end
     */
    public record ShownArc(long upTo, String group, String to, boolean point) {}

    /** @param share of all places that changes hands */
    public record Handing(String from, String to, double share, boolean done) {}

    /** @param moves share of all keys that would change hands */
    public record Choice(int virtualNodes, double maxOverMean, double moves) {}

    /**
     * @param group that would come or go
     * @param added whether it would come
     * @param moves share of all keys that would change hands
     * @param maxOverMean how even the ring would be
     */
    public record Outcome(String group, boolean added, double moves, double maxOverMean) {}
}
