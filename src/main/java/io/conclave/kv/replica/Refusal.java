package io.conclave.kv.replica;

import io.conclave.kv.KvException;
import io.conclave.kv.KvException.Redirect;
import io.conclave.kv.KvReason;
import io.conclave.kv.ring.RingState;
import io.conclave.kv.znodes.ClusterState;
import io.conclave.kv.znodes.GroupState;
import io.conclave.kv.znodes.MemberState;
import java.util.Map;
import java.util.Optional;

/** Refusals that say whom to ask instead. */
final class Refusal {

    private Refusal() {}

    /** It is not known whether a write was done. */
    static KvException unknown(String detail) {
        return KvException.of(KvReason.OUTCOME_UNKNOWN, Map.of("detail", detail));
    }

    /** The first key of a write that is not ours is another group's. */
    static KvException notOwner(Parts parts, RingState ring, Write write) {
        for (KeyWrite key : write.writes()) {
            Optional<String> owner = ring.owner(key.key());
            if (!owner.equals(Optional.of(parts.options().group()))) {
                return elsewhere(parts, owner.orElse(""), ring.version());
            }
        }
        return KvException.of(KvReason.MOVING);
    }

    /** A key is another group's. */
    static KvException notOwner(Parts parts, RingState ring, byte[] key) {
        return elsewhere(parts, ring.owner(key).orElse(""), ring.version());
    }

    private static KvException elsewhere(Parts parts, String owner, long ringVersion) {
        return KvException.elsewhere(KvReason.NOT_OWNER, new Redirect(owner, primaryOf(parts, owner), ringVersion));
    }

    private static String primaryOf(Parts parts, String group) {
        return group(parts, group)
                .flatMap(GroupState::livePrimary)
                .map(MemberState::address)
                .orElse("");
    }

    private static Optional<GroupState> group(Parts parts, String group) {
        return parts.coordination().cluster().current().map(cluster -> cluster.groups()
                .get(group));
    }

    /** This member is no primary. */
    static KvException notPrimary(Parts parts) {
        ReplicaOptions self = parts.options();
        Optional<ClusterState> cluster = parts.coordination().cluster().current();
        Optional<GroupState> group = group(parts, self.group());
        Optional<MemberState> primary = group.flatMap(GroupState::livePrimary);
        if (primary.isPresent() && primary.get().number() != self.number()) {
            long ring = cluster.flatMap(ClusterState::ring)
                    .map(versioned -> versioned.ring().version())
                    .orElse(0L);
            return KvException.elsewhere(
                    KvReason.NOT_PRIMARY,
                    new Redirect(self.group(), primary.get().address(), ring));
        }
        Object inSync = group.<Object>map(GroupState::inSync).orElse("[]");
        return KvException.of(KvReason.NO_PRIMARY, Map.of("group", self.group(), "inSync", inSync));
    }
}
