package io.conclave.registry;

import io.conclave.bus.ControllerRef;
import io.conclave.bus.Json;
import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;
import java.nio.charset.StandardCharsets;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.transaction.CuratorOp;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.data.Stat;

/**
 * Keeps a controller whose term is over from writing znodes. The root znode holds who writes below it, and in which
 * epoch; whoever begins to write puts itself there, which raises the root's version, and each write checks that version
 * in the same transaction. So a write that was decided before another controller began is refused, however late it
 * comes. It needs nothing of the ensemble that coordinates the controllers, which may be another one. Blocks.
 */
final class RootFence {

    private final CuratorFramework client;
    private final String root;
    private final ControllerRef self;

    RootFence(CuratorFramework client, String root, ControllerRef self) {
        this.client = client;
        this.root = root;
        this.self = self;
    }

    /**
     * What goes with a write into its transaction. To be asked for before the znodes are looked at.
     *
     * @throws ProblemException 409 {@code fenced} where a later controller writes
     * @throws KeeperException where the root cannot be read or written now
     */
    CuratorOp check() throws Exception {
        return client.transactionOp().check().withVersion(version()).forPath(root);
    }

    private int version() throws Exception {
        Stat stat = new Stat();
        ControllerRef writer = read(client.getData().storingStatIn(stat).forPath(root));
        if (writer.equals(self)) {
            return stat.getVersion();
        }
        if (writer.epoch() >= self.epoch()) {
            throw Problem.conflict(
                            "fenced",
                            "controller " + self.id() + " writes znodes with epoch " + self.epoch() + ", but "
                                    + writer.id() + " has begun to with epoch " + writer.epoch())
                    .asException();
        }
        return client.setData()
                .withVersion(stat.getVersion())
                .forPath(root, Json.encode(self).getBytes(StandardCharsets.UTF_8))
                .getVersion();
    }

    /** A root without a writer that makes sense was made by hand, or by a controller that was alone. */
    private static ControllerRef read(byte[] content) {
        ControllerRef nobody = new ControllerRef("nobody", 0);
        if (content == null || content.length == 0) {
            return nobody;
        }
        try {
            return Json.decode(new String(content, StandardCharsets.UTF_8), ControllerRef.class);
        } catch (ProblemException noWriter) {
            return nobody;
        }
    }
}
