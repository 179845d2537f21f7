package io.conclave.kv.replica;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * How far a primary's log is committed: to the lowest of the positions that are on disk at the members whose word is
 * needed. Pure.
 *
 * <p>Why what is committed is never lost: the members whose word is needed are at every moment at least those of the
 * in-sync set in ZooKeeper (see {@link InSyncSet}), and the next primary is one of that set. So it has on disk whatever
 * was committed before its promotion, and whoever follows it cuts off only what comes after the last record that both
 * logs share.
 */
final class CommitTracker {

    private final Map<Integer, Long> durable = new HashMap<>();
    private Set<Integer> needed;
    private long committed;

    /**
     * A tracker at the start of a term.
     *
     * @param needed the members whose word is needed, the primary among them
     * @param committed what is known to be committed already
     */
    CommitTracker(Set<Integer> needed, long committed) {
        this.needed = Set.copyOf(needed);
        this.committed = committed;
    }

    /** A member says that all up to a position is on its disk, in this term. A position never goes back. */
    void durable(int member, long position) {
        durable.merge(member, position, Math::max);
    }

    /** A member begins anew: what it said before counts no more. What is committed stays so. */
    void restart(int member, long position) {
        durable.put(member, position);
    }

    /** What is known to be on a member's disk in this term; 0 where it said nothing yet. */
    long durableAt(int member) {
        return durable.getOrDefault(member, 0L);
    }

    /** From now on these members' word is needed. What is committed stays so. */
    void need(Set<Integer> members) {
        needed = Set.copyOf(members);
    }

    /** Whether a member's word is needed. */
    boolean needs(int member) {
        return needed.contains(member);
    }

    /** The position up to which all is committed; never goes back. */
    long committed() {
        long lowest = Long.MAX_VALUE;
        for (int member : needed) {
            lowest = Math.min(lowest, durableAt(member));
        }
        committed = Math.max(committed, needed.isEmpty() ? 0 : lowest);
        return committed;
    }
}
