package io.conclave.registry;

import io.conclave.bus.Bus;
import io.conclave.store.Database;
import io.conclave.store.StoreTopics;
import io.conclave.znodes.ClosingAside;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import java.util.Optional;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;

/** Runs the outbox's drain beside the event loops, wakes it, and publishes how it keeps up. */
public final class RegistryVerticle extends VerticleBase {

    private static final int SESSION_TIMEOUT_MS = 10_000;
    private static final int CONNECTION_TIMEOUT_MS = 3_000;
    private static final int RETRY_MS = 100;
    private static final int CLOSE_MS = 500;

    private final Bus bus;
    private final Database database;
    private final String connectString;
    private final String root;
    private final boolean oneOfSeveral;
    private final Clock clock;
    private OutboxDrain drain;

    /**
     * @param connectString the ensemble's client addresses
     * @param root znode below which each file has one, made where it is missing
     * @param oneOfSeveral whether another controller may come to write there
     */
    public RegistryVerticle(
            Bus bus, Database database, String connectString, String root, boolean oneOfSeveral, Clock clock) {
        this.bus = bus;
        this.database = database;
        this.connectString = connectString;
        this.root = root;
        this.oneOfSeveral = oneOfSeveral;
        this.clock = clock;
    }

    @Override
    public Future<?> start() {
        return vertx.executeBlocking(() -> {
                    CuratorFramework client = CuratorFrameworkFactory.builder()
                            .connectString(connectString)
                            .sessionTimeoutMs(SESSION_TIMEOUT_MS)
                            .connectionTimeoutMs(CONNECTION_TIMEOUT_MS)
                            .maxCloseWaitMs(CLOSE_MS)
                            .retryPolicy(new RetryOneTime(RETRY_MS))
                            .ensembleTracker(false)
                            .build();
                    Optional<RootFence> fence =
                            oneOfSeveral ? Optional.of(new RootFence(client, root, bus.self())) : Optional.empty();
                    OutboxDrain started = new OutboxDrain(
                            database,
                            client,
                            new ZnodeWriter(client, root, fence),
                            clock,
                            status -> bus.publish(RegistryTopics.STATUS, status));
                    started.start();
                    return started;
                })
                .onSuccess(started -> {
                    drain = started;
                    bus.subscribe(StoreTopics.OUTBOX_CHANGED, changed -> started.wake());
                });
    }

    @Override
    public Future<?> stop() {
        return drain == null
                ? Future.succeededFuture()
                : vertx.executeBlocking(() -> {
                            drain.stop();
                            return null;
                        })
                        .onComplete(stopped -> ClosingAside.close("registry", drain::close));
    }
}
