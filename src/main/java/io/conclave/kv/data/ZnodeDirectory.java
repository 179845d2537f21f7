package io.conclave.kv.data;

import io.conclave.kv.ring.RingState;
import io.conclave.kv.rpc.WireViews;
import io.conclave.kv.wire.ClusterView;
import io.conclave.kv.znodes.ClusterState;
import io.conclave.kv.znodes.GroupState;
import io.conclave.kv.znodes.MemberState;
import io.conclave.kv.znodes.VersionedRing;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the znodes say, put so that each call finds what it asks for at hand. */
final class ZnodeDirectory implements Directory {

    private static final RingState NO_RING = RingState.settled(0, 1, List.of());

    private volatile Known known = new Known(NO_RING, Map.of(), Map.of(), ClusterView.getDefaultInstance());

    private record Known(RingState ring, Map<String, String> primaries, Map<String, Long> epochs, ClusterView view) {}

    /** Takes in a new state. On one thread. */
    void become(ClusterState cluster) {
        Map<String, String> primaries = new HashMap<>();
        Map<String, Long> epochs = new HashMap<>();
        for (GroupState group : cluster.groups().values()) {
            primaries.put(
                    group.group(), group.livePrimary().map(MemberState::address).orElse(""));
            epochs.put(group.group(), group.epoch());
        }
        known = new Known(
                cluster.ring().map(VersionedRing::ring).orElse(NO_RING), primaries, epochs, WireViews.of(cluster));
    }

    @Override
    public RingState ring() {
        return known.ring;
    }

    @Override
    public String primaryOf(String group) {
        return known.primaries.getOrDefault(group, "");
    }

    @Override
    public long epochOf(String group) {
        return known.epochs.getOrDefault(group, 0L);
    }

    @Override
    public ClusterView view() {
        return known.view;
    }
}
