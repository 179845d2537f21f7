package io.conclave.kv.znodes;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All znodes of a group at one moment: primary, in-sync set and epoch are read together, never one older than the
 * other.
 *
 * @param group its name
 * @param members those that are registered, by number
 * @param primary the number of the primary; empty where there is none. It may not be registered any more
 * @param inSync the numbers of the in-sync members
 * @param epoch counts the promotions; 0 before the first
 * @param versions of the znodes, for changes that depend on this state
 * @param damage why the znodes make no sense, in which case there is no primary, no in-sync member and no epoch here;
 *     empty where all is well
 */
public record GroupState(
        String group,
        SortedMap<Integer, MemberState> members,
        OptionalInt primary,
        List<Integer> inSync,
        long epoch,
        Versions versions,
        Optional<String> damage) {

    /**
     * The versions of a group's znodes.
     *
     * @param primary of {@code primary}
     * @param primarySetAt the zxid at which {@code primary} was written last
     * @param inSync of {@code isr}
     * @param epoch of {@code epoch}
     */
    public record Versions(int primary, long primarySetAt, int inSync, int epoch) {}

    /** Keeps copies. */
    public GroupState {
        members = Collections.unmodifiableSortedMap(new TreeMap<>(members));
        inSync = List.copyOf(inSync);
    }

    /**
     * The primary's registration, where it is the one that it was promoted with: a primary that lost its session and
     * registered again is none, since it was nothing for a time.
     */
    public Optional<MemberState> livePrimary() {
        if (primary.isEmpty()) {
            return Optional.empty();
        }
        return Optional.ofNullable(members.get(primary.getAsInt()))
                .filter(member -> member.registeredAt() <= versions.primarySetAt());
    }

    /** The in-sync members that are registered. */
    public List<MemberState> liveInSync() {
        return inSync.stream()
                .map(number -> members.get(number))
                .filter(Objects::nonNull)
                .toList();
    }
}
