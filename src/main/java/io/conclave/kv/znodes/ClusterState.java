package io.conclave.kv.znodes;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that the store's znodes said when they were last read. Parts of it may be from different moments; each group's
 * state and the ring's are from one.
 *
 * @param clusterId made once, at the very first start; other than before means that the ensemble was wiped
 * @param ring empty before the first master has made it
 * @param groups by name
 * @param servers those that are registered, by number
 * @param master empty while there is none
 * @param damage of each znode that makes no sense, by its path
 */
public record ClusterState(
        String clusterId,
        Optional<VersionedRing> ring,
        SortedMap<String, GroupState> groups,
        SortedMap<Integer, MemberState> servers,
        Optional<MasterState> master,
        SortedMap<String, String> damage) {

    /** Keeps copies. */
    public ClusterState {
        groups = Collections.unmodifiableSortedMap(new TreeMap<>(groups));
        servers = Collections.unmodifiableSortedMap(new TreeMap<>(servers));
        damage = Collections.unmodifiableSortedMap(new TreeMap<>(damage));
    }
}
