package io.conclave.kv.znodes;

import io.conclave.znodes.Listening;
import io.conclave.znodes.ZnodeException;
import io.vertx.core.Future;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.zookeeper.Op;

/** What a member reads and writes of its group's znodes. */
public final class GroupZnodes {

    private final KvCoordination coordination;
    private final ZnodePaths paths;
    private final String group;

    /** The znodes of a group, which need not be there yet. */
    public GroupZnodes(KvCoordination coordination, String group) {
        this.coordination = coordination;
        this.paths = coordination.paths();
        this.group = group;
    }

    /** Is told each state of the group from now on, first the one that is known where one is. */
    public Listening watch(Consumer<GroupState> listener) {
        GroupState[] last = new GroupState[1];
        return coordination.cluster().listen(cluster -> {
            GroupState state = cluster.groups().get(group);
            if (state != null && !state.equals(last[0])) {
                last[0] = state;
                listener.accept(state);
            }
        });
    }

    /** Reads what every change that was acknowledged before this call has left: for decisions. */
    public Future<GroupState> readInSync() {
        return coordination.ask(client -> {
            // The requests of one session are answered in their order, so there is no need to wait for the first.
            Future<Void> synced = client.sync(paths.group(group));
            Future<GroupState> read = GroupReading.read(client, paths, group)
                    .compose(state -> state.map(Future::succeededFuture)
                            .orElseGet(() -> Future.failedFuture(
                                    ZnodeException.damaged(paths.group(group), "there is no such group"))));
            return synced.compose(done -> read);
        });
    }

    /**
     * Changes the in-sync set: for the primary, whose epoch is checked in the same step.
     *
     * @param expected what the decision rests on
     * @param next the numbers of the in-sync members from now on
     * @return done, with the state that holds now; where the answer was lost, what is read afterwards decides
     */
    public Future<Written<GroupState>> changeInSync(GroupState expected, List<Integer> next) {
        List<Integer> sorted = List.copyOf(new TreeSet<>(next));
        List<Op> ops = List.of(
                Op.check(paths.epoch(group), expected.versions().epoch()),
                Op.check(paths.primary(group), expected.versions().primary()),
                Op.setData(
                        paths.inSync(group),
                        ZnodeText.inSync(sorted),
                        expected.versions().inSync()));
        return coordination
                .ask(client -> client.multi(ops))
                .<Written<GroupState>>map(done -> new Written.Done<>(after(expected, sorted)))
                .recover(e -> Writes.outcome(e, () -> readInSync().map(now -> resolved(expected, sorted, now))));
    }

    private static GroupState after(GroupState before, List<Integer> inSync) {
        GroupState.Versions versions = before.versions();
        return new GroupState(
                before.group(),
                before.members(),
                before.primary(),
                inSync,
                before.epoch(),
                new GroupState.Versions(
                        versions.primary(), versions.primarySetAt(), versions.inSync() + 1, versions.epoch()),
                before.damage());
    }

    /** Nobody else writes the set within the epoch, so the next version with this content is ours. */
    private static Written<GroupState> resolved(GroupState expected, List<Integer> next, GroupState now) {
        boolean ours = now.versions().epoch() == expected.versions().epoch()
                && now.versions().inSync() == expected.versions().inSync() + 1
                && now.inSync().equals(next);
        return ours ? new Written.Done<>(now) : new Written.Outdated<>("the in-sync set is " + now.inSync());
    }
}
