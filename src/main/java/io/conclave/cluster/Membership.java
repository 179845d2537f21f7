package io.conclave.cluster;

import io.conclave.config.CoordinationSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.spi.cluster.zookeeper.ZookeeperClusterManager;

/** How the cluster is joined: all of its members have to do it alike. */
public final class Membership {

    /** A member that stands still is given up by its peers after twice this. */
    private static final int PING_MS = 2_000;

    private static final int CONNECT_MS = 3_000;

    private Membership() {}

    /**
     * Joins.
     *
     * @param host the address that the member's event bus listens on and the others reach it at
     * @return the member, to be closed by whoever asked, also where it comes too late; a failure where the ensemble
     *     does not answer, after a few seconds
     */
    public static Future<Vertx> join(CoordinationSettings settings, String host) {
        ZookeeperClusterManager manager = new ZookeeperClusterManager(new JsonObject()
                .put("zookeeperHosts", settings.connectString())
                .put("rootPath", settings.root().substring(1) + "/cluster")
                .put("sessionTimeout", (int) settings.sessionTimeout().toMillis())
                .put("connectTimeout", CONNECT_MS)
                .put(
                        "retry",
                        new JsonObject()
                                .put("policy", "exponential_backoff")
                                .put("initialSleepTime", 100)
                                .put("maxTimes", 3)));
        return Vertx.builder()
                .with(new VertxOptions()
                        .setEventLoopPoolSize(1)
                        .setWorkerPoolSize(2)
                        .setInternalBlockingPoolSize(4)
                        .setFileSystemOptions(new FileSystemOptions()
                                .setClassPathResolvingEnabled(false)
                                .setFileCachingEnabled(false))
                        .setEventBusOptions(new EventBusOptions()
                                .setHost(host)
                                .setClusterPublicHost(host)
                                .setClusterPingInterval(PING_MS)
                                .setClusterPingReplyInterval(PING_MS)))
                .withClusterManager(manager)
                .buildClustered()
                .onSuccess(member -> acceptTextsAlone(member.eventBus()));
    }

    /** Whoever reaches its port could send any class; nothing here sends more than texts. */
    private static void acceptTextsAlone(EventBus bus) {
        bus.clusterSerializableChecker(name -> false);
        bus.serializableChecker(name -> false);
    }
}
