package io.conclave.kv.client;

import io.conclave.kv.ring.RingState;
import io.conclave.kv.ring.Transfer;
import io.conclave.kv.wire.ClusterView;
import io.conclave.kv.wire.GroupView;
import io.conclave.kv.wire.MemberAddress;
import io.conclave.kv.wire.Ring;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which member to ask for which key, as far as a client knows. Immutable. Two maps are put together by what is later in
 * each: the ring by its version, a group by its epoch, so that a member that was cut off cannot lead a client back.
 *
 * @param ring the ring; of version 0 and without groups where nothing is known yet
 * @param groups by their names
 * @param servers host:port of the servers
 */
record RouteMap(RingState ring, Map<String, GroupRoute> groups, Set<String> servers) {

    /** Nothing is known. */
    static final RouteMap EMPTY = new RouteMap(RingState.settled(0, 1, List.of()), Map.of(), Set.of());

    /**
     * What is known of one group.
     *
     * @param epoch the term of the primary
     * @param primary host:port; empty where there is none
     * @param members host:port of all that are there
     */
    record GroupRoute(long epoch, String primary, Set<String> members) {

        static final GroupRoute UNKNOWN = new GroupRoute(0, "", Set.of());
    }

    /** What a member says. */
    static RouteMap of(ClusterView view) {
        Map<String, GroupRoute> groups = new TreeMap<>();
        for (GroupView group : view.getGroupsList()) {
            groups.put(group.getName(), route(group));
        }
        Set<String> servers = new LinkedHashSet<>();
        view.getServersList().forEach(server -> servers.add(server.getAddress()));
        return new RouteMap(ring(view.getRing()), groups, servers);
    }

    private static GroupRoute route(GroupView group) {
        String primary = "";
        Set<String> members = new LinkedHashSet<>();
        for (MemberAddress member : group.getMembersList()) {
            members.add(member.getAddress());
            if (member.getNumber() == group.getPrimary()) {
                primary = member.getAddress();
            }
        }
        return new GroupRoute(group.getEpoch(), primary, members);
    }

    private static RingState ring(Ring ring) {
        if (ring.getVersion() == 0) {
            return EMPTY.ring;
        }
        int nodes = Math.max(1, ring.getVirtualNodes());
        if (ring.getNextGroupsCount() == 0) {
            return RingState.settled(ring.getVersion(), nodes, ring.getGroupsList());
        }
        List<Transfer> done = new ArrayList<>();
        ring.getDoneList().forEach(pair -> done.add(new Transfer(pair.getFrom(), pair.getTo())));
        int next = ring.getNextVirtualNodes() == 0 ? nodes : ring.getNextVirtualNodes();
        return RingState.changing(ring.getVersion(), nodes, ring.getGroupsList(), next, ring.getNextGroupsList(), done);
    }

    /** The group that a key belongs to; empty where no group is known. */
    Optional<String> groupOf(byte[] key) {
        return ring.owner(key);
    }

    /** host:port of a group's primary; empty where none is known. */
    Optional<String> primaryOf(String group) {
        return Optional.of(groups.getOrDefault(group, GroupRoute.UNKNOWN).primary())
                .filter(primary -> !primary.isEmpty());
    }

    /** The groups that have keys, or will have. */
    Set<String> owners() {
        Set<String> owners = new LinkedHashSet<>(ring.groups());
        owners.addAll(ring.nextGroups());
        return owners;
    }

    /** host:port of all members of all groups, and of the servers. */
    Set<String> addresses() {
        Set<String> addresses = new LinkedHashSet<>();
        groups.values().forEach(group -> addresses.addAll(group.members()));
        addresses.addAll(servers);
        return addresses;
    }

    /** This map with what another one knows of later. */
    RouteMap with(RouteMap told) {
        Map<String, GroupRoute> merged = new TreeMap<>(groups);
        told.groups.forEach(
                (name, group) -> merged.merge(name, group, (mine, its) -> its.epoch() >= mine.epoch() ? its : mine));
        return new RouteMap(
                told.ring.version() >= ring.version() ? told.ring : ring,
                merged,
                told.servers.isEmpty() ? servers : told.servers);
    }

    /** This map with the primary that a redirect named. */
    RouteMap with(Redirect redirect) {
        if (redirect.group().isEmpty() || redirect.primary().isEmpty()) {
            return this;
        }
        GroupRoute known = groups.getOrDefault(redirect.group(), GroupRoute.UNKNOWN);
        Map<String, GroupRoute> changed = new TreeMap<>(groups);
        changed.put(redirect.group(), new GroupRoute(known.epoch(), redirect.primary(), known.members()));
        return new RouteMap(ring, changed, servers);
    }
}
