package io.conclave.kv.znodes;

import io.conclave.znodes.ZnodeClient;
import io.conclave.znodes.ZnodeException;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;

/**
 * Reads a group's znodes. Primary, in-sync set and epoch are written together and are read in one request, since a new
 * epoch seen beside the primary before it would make that one believe that it was promoted again.
 */
final class GroupReading {

    private GroupReading() {}

    /** Empty where there is no such group. */
    static Future<Optional<GroupState>> read(ZnodeClient client, ZnodePaths paths, String group) {
        List<Op> ops = List.of(
                Op.getChildren(paths.group(group)),
                Op.getData(paths.primary(group)),
                Op.getData(paths.inSync(group)),
                Op.getData(paths.epoch(group)));
        return client.read(ops).compose(results -> {
            if (!(results.get(0) instanceof OpResult.GetChildrenResult children)) {
                return isAbsent(results.get(0))
                        ? Future.succeededFuture(Optional.empty())
                        : Future.failedFuture(failure(results.get(0), paths.group(group)));
            }
            return members(client, paths.group(group), children.getChildren())
                    .map(members -> Optional.of(state(paths, group, results, members)));
        });
    }

    /**
     * Reads the registrations below a znode: the children that are numbers from 1 on. Those whose content makes no
     * sense are left out, so that nobody relies on them.
     */
    static Future<SortedMap<Integer, MemberState>> members(ZnodeClient client, String parent, List<String> children) {
        List<Integer> numbers = children.stream()
                .filter(name -> name.matches("[1-9][0-9]{0,8}"))
                .map(Integer::valueOf)
                .toList();
        if (numbers.isEmpty()) {
            return Future.succeededFuture(new TreeMap<>());
        }
        return client.read(numbers.stream()
                        .map(number -> Op.getData(parent + "/" + number))
                        .toList())
                .map(results -> {
                    SortedMap<Integer, MemberState> members = new TreeMap<>();
                    for (int i = 0; i < numbers.size(); i++) {
                        if (results.get(i) instanceof OpResult.GetDataResult found) {
                            member(numbers.get(i), found).ifPresent(m -> members.put(m.number(), m));
                        }
                    }
                    return members;
                });
    }

    private static Optional<MemberState> member(int number, OpResult.GetDataResult found) {
        try {
            return Optional.of(new MemberState(
                    number,
                    ZnodeText.address(found.getData()),
                    found.getStat().getEphemeralOwner(),
                    found.getStat().getCzxid()));
        } catch (IllegalArgumentException nonsense) {
            return Optional.empty();
        }
    }

    private static GroupState state(
            ZnodePaths paths, String group, List<OpResult> results, SortedMap<Integer, MemberState> members) {
        String path = paths.primary(group);
        try {
            OpResult.GetDataResult primary = data(results.get(1), path);
            OptionalInt number = ZnodeText.primary(primary.getData());
            path = paths.inSync(group);
            OpResult.GetDataResult inSync = data(results.get(2), path);
            List<Integer> numbers = ZnodeText.inSync(inSync.getData());
            path = paths.epoch(group);
            OpResult.GetDataResult epoch = data(results.get(3), path);
            return new GroupState(
                    group,
                    members,
                    number,
                    numbers,
                    ZnodeText.number(epoch.getData()),
                    new GroupState.Versions(
                            primary.getStat().getVersion(),
                            primary.getStat().getMzxid(),
                            inSync.getStat().getVersion(),
                            epoch.getStat().getVersion()),
                    Optional.empty());
        } catch (IllegalArgumentException | ZnodeException nonsense) {
            String detail =
                    nonsense instanceof ZnodeException ? nonsense.getMessage() : path + " " + nonsense.getMessage();
            GroupState.Versions none = new GroupState.Versions(-1, -1, -1, -1);
            return new GroupState(group, members, OptionalInt.empty(), List.of(), 0, none, Optional.of(detail));
        }
    }

    static OpResult.GetDataResult data(OpResult result, String path) {
        if (result instanceof OpResult.GetDataResult found) {
            return found;
        }
        throw failure(result, path);
    }

    static boolean isAbsent(OpResult result) {
        return result instanceof OpResult.ErrorResult error && error.getErr() == Code.NONODE.intValue();
    }

    private static ZnodeException failure(OpResult result, String path) {
        Code code = result instanceof OpResult.ErrorResult error ? Code.get(error.getErr()) : Code.SYSTEMERROR;
        return ZnodeException.of(code == null ? Code.SYSTEMERROR : code, path);
    }
}
