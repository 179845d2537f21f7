package io.conclave.kv.znodes;

import io.conclave.znodes.ZnodeClient;
import io.conclave.znodes.ZnodeException;
import io.vertx.core.Future;
import java.util.Comparator;
import java.util.List;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;

/**
 * ZooKeeper's lock recipe: each that wants the lock makes an ephemeral sequential znode, the lowest holds it, and each
 * waits for the one before its own to go, so that no herd wakes. The holder's session owns its znode: where the session
 * ends, the lock is free, and a change that {@linkplain #check checks} the znode cannot be made by a former holder.
 */
final class ZnodeLock {

    private static final int SEQUENCE_DIGITS = 10;

    private final ZnodeClient client;
    private final String path;

    private ZnodeLock(ZnodeClient client, String path) {
        this.client = client;
        this.path = path;
    }

    /**
     * Takes the lock; completes when it is held, and fails with the session. One at a time for each session and lock.
     *
     * @param parent the znode below which those that want it queue up
     */
    static Future<ZnodeLock> take(ZnodeClient client, String parent) {
        String own = Long.toHexString(client.sessionId()) + "-";
        return dropFormer(client, parent, own)
                .compose(dropped -> client.create(parent + "/" + own, new byte[0], CreateMode.EPHEMERAL_SEQUENTIAL))
                .compose(path -> awaitTurn(client, parent, path));
    }

    /** A former try in this session whose outcome was unknown may have left its znode, behind which we would wait. */
    private static Future<Void> dropFormer(ZnodeClient client, String parent, String own) {
        return client.children(parent)
                .compose(names -> Future.all(names.stream()
                        .filter(name -> name.startsWith(own))
                        .map(name -> drop(client, parent + "/" + name))
                        .toList()))
                .mapEmpty();
    }

    private static Future<ZnodeLock> awaitTurn(ZnodeClient client, String parent, String path) {
        return client.children(parent).compose(names -> {
            List<String> queue = names.stream()
                    .sorted(Comparator.comparing(ZnodeLock::sequence))
                    .toList();
            int place = queue.indexOf(path.substring(parent.length() + 1));
            if (place < 0) {
                return Future.failedFuture(ZnodeException.of(Code.NONODE, path));
            }
            return place == 0
                    ? Future.succeededFuture(new ZnodeLock(client, path))
                    : client.gone(parent + "/" + queue.get(place - 1)).compose(gone -> awaitTurn(client, parent, path));
        });
    }

    private static String sequence(String name) {
        return name.length() <= SEQUENCE_DIGITS ? name : name.substring(name.length() - SEQUENCE_DIGITS);
    }

    /** A condition for a change that only the holder may make. */
    Op check() {
        return Op.check(path, 0);
    }

    /** Lets the next one have it. Where that fails the session's end will. */
    Future<Void> release() {
        return drop(client, path);
    }

    private static Future<Void> drop(ZnodeClient client, String path) {
        return client.delete(path, -1)
                .recover(e -> ZnodeClient.absent(e) ? Future.succeededFuture() : Future.failedFuture(e));
    }
}
