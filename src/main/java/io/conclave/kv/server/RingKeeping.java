package io.conclave.kv.server;

import io.conclave.kv.ring.RingState;
import io.conclave.kv.znodes.ClusterState;
import io.conclave.kv.znodes.VersionedRing;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What the master does to the ring of its own accord: it makes the first one, puts the first groups on a ring that has
 * none, and ends a change whose hand-overs are all done. A group that comes later is put on the ring when that is
 * asked.
 *
 * @param virtualNodes of a new ring
 * @param firstGroups that a new ring begins with; none has it begin with the first ones that have a primary
 */
record RingKeeping(int virtualNodes, Set<String> firstGroups) {

    RingKeeping {
        firstGroups = Set.copyOf(firstGroups);
    }

    /**
     * The next ring to be written, or empty where the one that stands is as it should be.
     *
     * @param damaged whether the ring's znode makes no sense: then nothing is written over it
     */
    Optional<RingState> next(ClusterState cluster, boolean damaged) {
        if (damaged) {
            return Optional.empty();
        }
        if (cluster.ring().isEmpty()) {
            return Optional.of(RingState.settled(1, virtualNodes, firstGroups));
        }
        RingState ring = cluster.ring().map(VersionedRing::ring).orElseThrow();
        if (ring.isChanging()) {
            return ring.remaining().isEmpty() ? Optional.of(ring.finished()) : Optional.empty();
        }
        SortedSet<String> served = served(cluster);
        return ring.groups().isEmpty() && !served.isEmpty()
                ? Optional.of(ring.changeTo(ring.virtualNodes(), served))
                : Optional.empty();
    }

    /** The groups that have a primary. */
    static SortedSet<String> served(ClusterState cluster) {
        return cluster.groups().values().stream()
                .filter(group -> group.livePrimary().isPresent())
                .map(group -> group.group())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
