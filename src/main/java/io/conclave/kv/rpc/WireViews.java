package io.conclave.kv.rpc;

import io.conclave.kv.ring.RingState;
import io.conclave.kv.wire.ClusterView;
import io.conclave.kv.wire.GroupView;
import io.conclave.kv.wire.Handover;
import io.conclave.kv.wire.MemberAddress;
import io.conclave.kv.wire.Ring;
import io.conclave.kv.znodes.ClusterState;
import io.conclave.kv.znodes.GroupState;
import io.conclave.kv.znodes.MasterState;
import io.conclave.kv.znodes.MemberState;
import java.util.Collection;
import java.util.List;

/** What the znodes say, as messages. */
public final class WireViews {

    private WireViews() {}

    /** All of it. */
    public static ClusterView of(ClusterState cluster) {
        ClusterView.Builder view = ClusterView.newBuilder();
        cluster.ring().ifPresent(ring -> view.setRing(of(ring.ring())));
        cluster.groups().values().forEach(group -> view.addGroups(of(group)));
        return view.addAllServers(of(cluster.servers().values()))
                .setMaster(cluster.master().map(MasterState::number).orElse(0))
                .build();
    }

    /** The ring. */
    public static Ring of(RingState ring) {
        Ring.Builder wire = Ring.newBuilder()
                .setVersion(ring.version())
                .setVirtualNodes(ring.virtualNodes())
                .addAllGroups(ring.groups());
        if (ring.isChanging()) {
            wire.addAllNextGroups(ring.nextGroups()).setNextVirtualNodes(ring.nextVirtualNodes());
        }
        ring.done()
                .forEach(done ->
                        wire.addDone(Handover.newBuilder().setFrom(done.from()).setTo(done.to())));
        return wire.build();
    }

    /** A group. A primary whose registration is gone, or is a later one than its promotion, is not shown as one. */
    public static GroupView of(GroupState group) {
        return GroupView.newBuilder()
                .setName(group.group())
                .setEpoch(group.epoch())
                .setPrimary(group.livePrimary().map(MemberState::number).orElse(0))
                .addAllInSync(group.inSync())
                .addAllMembers(of(group.members().values()))
                .build();
    }

    private static List<MemberAddress> of(Collection<MemberState> members) {
        return members.stream()
                .map(member -> MemberAddress.newBuilder()
                        .setNumber(member.number())
                        .setAddress(member.address())
                        .build())
                .toList();
    }
}
