package io.conclave.kv.znodes;

import io.conclave.kv.ring.RingState;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.ZooDefs;

/**
 * What the master alone writes. Each change is one step with a check of {@code /server/0} and of the master's own
 * registration: numbers are given once, so this one's znode is there only while the session lives in which it became
 * master. Where an answer was lost nothing has to be found out: the change holds the versions that it rests on, so
 * making it again after a new look does no harm.
 */
public final class MasterZnodes {

    private final KvCoordination coordination;
    private final ZnodePaths paths;

    /** The znodes that a master writes. */
    public MasterZnodes(KvCoordination coordination) {
        this.coordination = coordination;
        this.paths = coordination.paths();
    }

    /**
     * Makes a member primary, in the next epoch.
     *
     * @param self the master
     * @param expected what the decision rests on
     * @param number the member, which has to be in sync and registered
     * @param inSync the in-sync set from now on: the member among others of the set before
     * @return done, with the new epoch
     */
    public Future<Written<Long>> promote(
            ServerRole.Master self, GroupState expected, int number, List<Integer> inSync) {
        if (!expected.inSync().containsAll(inSync) || !inSync.contains(number)) {
            throw new IllegalArgumentException("member " + number + " with " + inSync + " is not from the in-sync set "
                    + expected.inSync() + " of group " + expected.group());
        }
        String group = expected.group();
        long epoch = expected.epoch() + 1;
        List<Op> ops = asMaster(self);
        ops.add(Op.check(paths.member(group, number), -1));
        ops.add(Op.setData(
                paths.inSync(group),
                ZnodeText.inSync(inSync),
                expected.versions().inSync()));
        ops.add(Op.setData(
                paths.epoch(group),
                ZnodeText.bytes(String.valueOf(epoch)),
                expected.versions().epoch()));
        ops.add(Op.setData(
                paths.primary(group),
                ZnodeText.bytes(String.valueOf(number)),
                expected.versions().primary()));
        return write(ops, epoch);
    }

    /** Says that a group has no primary, where none of its in-sync members is there. */
    public Future<Written<Long>> clearPrimary(ServerRole.Master self, GroupState expected) {
        List<Op> ops = asMaster(self);
        ops.add(Op.check(paths.epoch(expected.group()), expected.versions().epoch()));
        ops.add(Op.setData(
                paths.primary(expected.group()),
                new byte[0],
                expected.versions().primary()));
        return write(ops, expected.epoch());
    }

    /**
     * Writes the ring.
     *
     * @param expected the one that stands, empty where there is none yet
     */
    public Future<Written<VersionedRing>> writeRing(
            ServerRole.Master self, Optional<VersionedRing> expected, RingState next) {
        List<Op> ops = asMaster(self);
        ops.add(expected.map(ring -> Op.setData(paths.ring(), ZnodeText.ring(next), ring.znodeVersion()))
                .orElseGet(() -> Op.create(
                        paths.ring(), ZnodeText.ring(next), ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT)));
        return write(
                ops,
                new VersionedRing(
                        next, expected.map(ring -> ring.znodeVersion() + 1).orElse(0)));
    }

    private List<Op> asMaster(ServerRole.Master self) {
        List<Op> ops = new ArrayList<>();
        ops.add(Op.check(paths.master(), -1));
        ops.add(Op.check(paths.server(self.number()), -1));
        return ops;
    }

    private <T> Future<Written<T>> write(List<Op> ops, T now) {
        return coordination
                .ask(client -> client.multi(ops))
                .<Written<T>>map(done -> new Written.Done<>(now))
                .recover(Writes::outcome);
    }
}
