package io.conclave.kv.show;

import io.conclave.kv.ring.RingState;
import io.conclave.kv.ring.Transfer;
import io.conclave.kv.wire.ClusterView;
import io.conclave.kv.wire.GroupView;
import io.conclave.kv.wire.MemberAddress;
import io.conclave.kv.wire.Ring;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What all members together say of the store. Each tells what it knows, and one that was halted tells what it knew: of
 * each group the view with the highest epoch counts, and of the ring the one with the highest version; where they are
 * the same, the newest answer.
 *
 * @param ring the ring, or null where nobody knows one
 * @param groups by their names, with who said so
 * @param servers addresses of the servers that are registered, by their numbers
 * @param master the master's number, 0 where there is none
 */
record Cluster(RingState ring, Map<String, Told> groups, Map<Integer, String> servers, int master) {

    /** A group's view and who gave it. */
    record Told(GroupView view, String source, Instant at) {}

    /** Puts together what was said. */
    static Cluster of(Map<String, Sighting> sightings) {
        List<Map.Entry<String, Sighting>> newestFirst = sightings.entrySet().stream()
                .filter(entry -> entry.getValue().status() != null
                        && entry.getValue().status().hasCluster())
                .sorted(Comparator.comparingLong((Map.Entry<String, Sighting> entry) ->
                                entry.getValue().nanos())
                        .reversed())
                .toList();
        Map<String, Told> groups = new TreeMap<>();
        Ring ring = Ring.getDefaultInstance();
        for (Map.Entry<String, Sighting> entry : newestFirst) {
            ClusterView view = entry.getValue().status().getCluster();
            for (GroupView group : view.getGroupsList()) {
                Told told = new Told(group, entry.getKey(), entry.getValue().at());
                groups.merge(group.getName(), told, (known, other) -> newer(known, other));
            }
            ring = view.getRing().getVersion() > ring.getVersion() ? view.getRing() : ring;
        }
        Optional<ClusterView> servers = newestFirst.stream()
                .map(Map.Entry::getValue)
                .filter(Sighting::answers)
                .min(Comparator.comparing((Sighting said) -> !said.isServer()))
                .map(said -> said.status().getCluster());
        return new Cluster(
                state(ring),
                groups,
                servers.map(view -> numbered(view.getServersList())).orElse(Map.of()),
                servers.map(ClusterView::getMaster).orElse(0));
    }

    private static Told newer(Told known, Told other) {
        return other.view.getEpoch() > known.view.getEpoch() ? other : known;
    }

    private static Map<Integer, String> numbered(List<MemberAddress> members) {
        Map<Integer, String> numbered = new TreeMap<>();
        members.forEach(member -> numbered.put(member.getNumber(), member.getAddress()));
        return numbered;
    }

    private static RingState state(Ring ring) {
        if (ring.getVersion() == 0 || ring.getVirtualNodes() == 0) {
            return null;
        }
        boolean changing = ring.getNextVirtualNodes() > 0 || ring.getNextGroupsCount() > 0;
        if (!changing) {
            return RingState.settled(ring.getVersion(), ring.getVirtualNodes(), ring.getGroupsList());
        }
        int next = ring.getNextVirtualNodes() > 0 ? ring.getNextVirtualNodes() : ring.getVirtualNodes();
        return RingState.changing(
                ring.getVersion(),
                ring.getVirtualNodes(),
                ring.getGroupsList(),
                next,
                ring.getNextGroupsList(),
                ring.getDoneList().stream()
                        .map(pair -> new Transfer(pair.getFrom(), pair.getTo()))
                        .toList());
    }

    /** Addresses of all that are registered. */
    Set<String> addresses() {
        Set<String> addresses = new TreeSet<>(servers.values());
        groups.values()
                .forEach(told -> told.view.getMembersList().forEach(member -> addresses.add(member.getAddress())));
        return addresses;
    }
}
