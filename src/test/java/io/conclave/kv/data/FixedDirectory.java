package io.conclave.kv.data;

import io.conclave.kv.ring.RingState;
import io.conclave.kv.wire.ClusterView;
import io.conclave.kv.wire.GroupView;
import io.conclave.kv.wire.Handover;
import io.conclave.kv.wire.MemberAddress;
import io.conclave.kv.wire.Ring;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Says what a test has told it. */
public final class FixedDirectory implements Directory {

    private final Map<String, String> primaries = new ConcurrentHashMap<>();
    private volatile RingState ring;

    public FixedDirectory(RingState ring) {
        this.ring = ring;
    }

    public void become(RingState next) {
        ring = next;
    }

    public void primary(String group, String address) {
        primaries.put(group, address);
    }

    @Override
    public RingState ring() {
        return ring;
    }

    @Override
    public String primaryOf(String group) {
        return primaries.getOrDefault(group, "");
    }

    @Override
    public long epochOf(String group) {
        return 1;
    }

    @Override
    public ClusterView view() {
        Ring.Builder told = Ring.newBuilder()
                .setVersion(ring.version())
                .setVirtualNodes(ring.virtualNodes())
                .addAllGroups(ring.groups());
        if (ring.isChanging()) {
            told.addAllNextGroups(ring.nextGroups()).setNextVirtualNodes(ring.nextVirtualNodes());
            ring.done()
                    .forEach(done -> told.addDone(
                            Handover.newBuilder().setFrom(done.from()).setTo(done.to())));
        }
        ClusterView.Builder view = ClusterView.newBuilder().setRing(told);
        primaries.forEach((group, address) -> view.addGroups(GroupView.newBuilder()
                .setName(group)
                .setEpoch(1)
                .setPrimary(1)
                .addInSync(1)
                .addMembers(MemberAddress.newBuilder().setNumber(1).setAddress(address))));
        return view.build();
    }
}
