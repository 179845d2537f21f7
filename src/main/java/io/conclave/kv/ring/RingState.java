package io.conclave.kv.ring;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The ring as it stands, with the change that is under way. While it changes, each place belongs to its group on the
 * old ring until the hand-over from this group to the one on the new ring is done. Immutable; each change is a new
 * state whose version is one higher.
 */
public final class RingState {

    private final long version;
    private final int virtualNodes;
    private final int nextVirtualNodes;
    private final boolean changing;
    private final HashRing now;
    private final HashRing next;
    private final Set<Transfer> done;
    private final Map<Transfer, List<Arc>> moves;

    private RingState(
            long version,
            int virtualNodes,
            HashRing now,
            int nextVirtualNodes,
            HashRing next,
            boolean changing,
            Collection<Transfer> done) {
        this.version = version;
        this.virtualNodes = virtualNodes;
        this.now = now;
        this.nextVirtualNodes = nextVirtualNodes;
        this.next = next;
        this.changing = changing;
        this.moves = changing ? now.movesTo(next) : Map.of();
        this.done = Collections.unmodifiableSortedSet(new TreeSet<>(done));
        if (!moves.keySet().containsAll(this.done)) {
            throw new IllegalArgumentException("the hand-overs " + done + " are not all among " + moves.keySet());
        }
    }

    /**
     * A ring that does not change.
     *
     * @param version from 1 on
     * @param virtualNodes points of each group, 1 to 1,024
     * @param groups those that own arcs; may be none
     */
    public static RingState settled(long version, int virtualNodes, Collection<String> groups) {
        HashRing ring = HashRing.of(virtualNodes, checked(groups));
        return new RingState(version, virtualNodes, ring, virtualNodes, ring, false, Set.of());
    }

    /**
     * A ring that changes.
     *
     * @param done the hand-overs that are done already
     * @throws IllegalArgumentException where one of those is no hand-over of this change
     */
    public static RingState changing(
            long version,
            int virtualNodes,
            Collection<String> groups,
            int nextVirtualNodes,
            Collection<String> nextGroups,
            Collection<Transfer> done) {
        return new RingState(
                version,
                virtualNodes,
                HashRing.of(virtualNodes, checked(groups)),
                nextVirtualNodes,
                HashRing.of(nextVirtualNodes, checked(nextGroups)),
                true,
                done);
    }

    private static Collection<String> checked(Collection<String> groups) {
        groups.forEach(GroupName::check);
        return groups;
    }

    /** Counts the states, from 1 on. */
    public long version() {
        return version;
    }

    /** Points of each group on the ring that is left, or that stands. */
    public int virtualNodes() {
        return virtualNodes;
    }

    /** Points of each group on the ring that is being gone to; {@link #virtualNodes} where it does not change. */
    public int nextVirtualNodes() {
        return nextVirtualNodes;
    }

    /** The groups that own arcs on the ring that is left, or that stands; sorted. */
    public List<String> groups() {
        return now.groups();
    }

    /** The groups on the ring that is being gone to; {@link #groups} where it does not change. */
    public List<String> nextGroups() {
        return next.groups();
    }

    /** Whether it is on its way to another ring. */
    public boolean isChanging() {
        return changing;
    }

    /** The hand-overs that are done. */
    public Set<Transfer> done() {
        return done;
    }

    /** All hand-overs of the change, done or not. */
    public Set<Transfer> transfers() {
        return moves.keySet();
    }

    /** The hand-overs that are still to be done. */
    public SortedSet<Transfer> remaining() {
        SortedSet<Transfer> remaining = new TreeSet<>(moves.keySet());
        remaining.removeAll(done);
        return remaining;
    }

    /** The arcs of one hand-over; none where there is no such one. */
    public List<Arc> arcs(Transfer transfer) {
        return moves.getOrDefault(transfer, List.of());
    }

    /** All places that belong to other groups than this one, on the ring that is left, or that stands. */
    public List<Arc> arcsOfOthers(String group) {
        return now.groups().stream()
                .filter(other -> !other.equals(group))
                .flatMap(other -> now.arcs(other).stream())
                .toList();
    }

    /** The group that a key belongs to at this moment; empty only where there are no groups. */
    public Optional<String> owner(byte[] key) {
        return owner(Place.of(key));
    }

    /** The group that a place belongs to at this moment; empty only where there are no groups. */
    public Optional<String> owner(long place) {
        Optional<Transfer> transfer = transferOf(place);
        return transfer.map(t -> done.contains(t) ? t.to() : t.from()).or(() -> now.owner(place));
    }

    /** The hand-over that a place belongs to, done or not; empty where its group stays. */
    public Optional<Transfer> transferOf(long place) {
        if (!changing || now.isEmpty() || next.isEmpty()) {
            return Optional.empty();
        }
        String from = now.owner(place).orElseThrow();
        String to = next.owner(place).orElseThrow();
        return from.equals(to) ? Optional.empty() : Optional.of(new Transfer(from, to));
    }

    /** How even the ring is that stands or is being gone to. */
    public RingBalance balance() {
        return next.balance();
    }

    /**
     * The start of a change to other groups or another number of virtual nodes; at its end at once where no arc changes
     * hands.
     */
    public RingState changeTo(int newVirtualNodes, Collection<String> newGroups) {
        if (changing) {
            throw new IllegalStateException("the ring changes already: " + this);
        }
        if (newGroups.isEmpty() && !now.isEmpty()) {
            throw new IllegalArgumentException("the last group cannot leave the ring: its keys would belong nowhere");
        }
        RingState begun = changing(version + 1, virtualNodes, groups(), newVirtualNodes, newGroups, Set.of());
        return begun.transfers().isEmpty() ? settled(version + 1, newVirtualNodes, newGroups) : begun;
    }

    /** The state once one more hand-over is done. */
    public RingState withDone(Transfer transfer) {
        TreeSet<Transfer> more = new TreeSet<>(done);
        if (!more.add(transfer)) {
            throw new IllegalStateException("the hand-over " + transfer + " is done already");
        }
        return new RingState(version + 1, virtualNodes, now, nextVirtualNodes, next, changing, more);
    }

    /** The ring that was gone to, once all hand-overs are done. */
    public RingState finished() {
        if (!changing || !remaining().isEmpty()) {
            throw new IllegalStateException("the ring has no change that could be finished: " + this);
        }
        return settled(version + 1, nextVirtualNodes, nextGroups());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RingState ring
                && version == ring.version
                && virtualNodes == ring.virtualNodes
                && nextVirtualNodes == ring.nextVirtualNodes
                && changing == ring.changing
                && groups().equals(ring.groups())
                && nextGroups().equals(ring.nextGroups())
                && done.equals(ring.done);
    }

    @Override
    public int hashCode() {
        return Objects.hash(version, virtualNodes, groups(), nextVirtualNodes, nextGroups(), changing, done);
    }

    @Override
    public String toString() {
        String stands = "ring " + version + " of " + groups() + " with " + virtualNodes + " virtual nodes";
        return changing
                ? stands + ", on its way to " + nextGroups() + " with " + nextVirtualNodes + ", done " + done
                : stands;
    }
}
