package io.conclave.kv.server;

import io.conclave.kv.rpc.RpcClient;
import io.conclave.kv.rpc.RpcServer;
import io.conclave.kv.wire.ChangeRingRequest;
import io.conclave.kv.znodes.ClusterState;
import io.conclave.kv.znodes.KvCoordination;
import io.conclave.kv.znodes.ServerRegistration;
import io.conclave.kv.znodes.ServerRole;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.server.StatusException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server of the store: registers, races for master, does the master's work while it is one, and serves what it knows
 * of the ring and the groups.
 */
public final class KvServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KvServer.class);
    private static final Duration CONNECT_LIMIT = Duration.ofMillis(500);
    private static final long LISTEN_SECONDS = 30;
    private static final long CLOSE_SECONDS = 2;
    private static final ClusterState NOTHING =
            new ClusterState("", Optional.empty(), new TreeMap<>(), new TreeMap<>(), Optional.empty(), new TreeMap<>());

    private final ServerSettings settings;
    private final KvCoordination coordination;
    private final RpcClient client;
    private final Inspection inspection;
    private final RunningServer runFile;
    private final Promise<Void> ready = Promise.promise();
    private final Promise<Void> failed = Promise.promise();
    private final AtomicBoolean closed = new AtomicBoolean();
    private RpcServer services;
    private volatile ServerRole role = new ServerRole.Waiting();
    private volatile Mastership mastership;
    /** The store that was last found to be the one that this server belongs to. */
    private String identified = "";

    private KvServer(Vertx vertx, ServerSettings settings) {
        this.settings = settings;
        this.client = RpcClient.create(vertx, settings.rpc(), CONNECT_LIMIT);
        this.inspection = new Inspection(client, settings.inspectLimit());
        this.runFile = new RunningServer(settings.dataDir());
        this.coordination = KvCoordination.open(settings.coordination());
    }

    /**
     * Starts a server; blocks until it listens. It registers as soon as there is an ensemble.
     *
     * @throws IOException where the port cannot be had
     */
    public static KvServer start(Vertx vertx, ServerSettings settings) throws IOException, TimeoutException {
        KvServer server = new KvServer(vertx, settings);
        ServerServices calls = new ServerServices(server, server.client);
        Future<RpcServer> listening = RpcServer.listen(vertx, settings.rpc(), 1, calls::all, server::isServing);
        try {
            server.services = listening.await(LISTEN_SECONDS, TimeUnit.SECONDS);
        } catch (RuntimeException | TimeoutException e) {
            server.coordination.close();
            if (listening.failed()) {
                throw new IOException(
                        "cannot listen on " + settings.rpc().host() + ":"
                                + settings.rpc().port() + ": "
                                + listening.cause().getMessage(),
                        listening.cause());
            }
            throw e;
        }
        server.join();
        return server;
    }

    private void join() {
        String address = services.address();
        LOG.info(
                "a kv-server listens at {} and registers with {}",
                address,
                settings.coordination().connectString());
        coordination.cluster().listen(cluster -> {
            if (cluster.clusterId().equals(identified)) {
                return;
            }
            boolean first = identified.isEmpty();
            if (identify(cluster) && first) {
                ServerRegistration.keep(coordination, address, this::become);
            }
        });
    }

    /** Whether the ensemble holds the store that this server belongs to. */
    private boolean identify(ClusterState cluster) {
        try {
            new ClusterIdentity(settings.dataDir()).check(cluster.clusterId());
            identified = cluster.clusterId();
            return true;
        } catch (IOException | OtherClusterException e) {
            fail(e);
            return false;
        }
    }

    private void fail(Throwable failure) {
        step(new ServerRole.Waiting());
        failed.tryFail(failure);
        coordination.end();
    }

    private void become(ServerRole next) {
        step(next);
        if (next instanceof ServerRole.Refused refused) {
            fail(new IllegalStateException("this server cannot be registered: " + refused.detail()));
        } else if (number() > 0) {
            registered();
        }
    }

    private void step(ServerRole next) {
        role = next;
        if (mastership != null) {
            mastership.close();
            mastership = null;
        }
        if (next instanceof ServerRole.Master master) {
            mastership = new Mastership(
                    master, coordination, inspection, new RingKeeping(settings.virtualNodes(), settings.firstGroups()));
            mastership.start();
        }
    }

    private void registered() {
        try {
            runFile.write(address(), number());
        } catch (IOException e) {
            LOG.warn("run.json cannot be written: {}", e.toString());
        }
        LOG.info("kv-server {} is ready at {}", number(), address());
        ready.tryComplete();
    }

    /** host:port of its services. */
    public String address() {
        return services.address();
    }

    /** Completes when it is registered for the first time. */
    public Future<Void> ready() {
        return ready.future();
    }

    /** Fails when it cannot go on, with a message that says what to do. */
    public Future<Void> failure() {
        return failed.future();
    }

    /** Its number, 0 while it is not registered. */
    public int number() {
        return role instanceof ServerRole.Master master
                ? master.number()
                : role instanceof ServerRole.Standby standby ? standby.number() : 0;
    }

    /** Whether it is master, as far as it knows. */
    public boolean isMaster() {
        return role instanceof ServerRole.Master;
    }

    private boolean isServing() {
        return number() > 0;
    }

    String version() {
        return settings.version();
    }

    /** What the znodes say; nothing before they were read. */
    ClusterState cluster() {
        return coordination.cluster().current().orElse(NOTHING);
    }

    /** Changes the ring; empty where this is not the master. */
    Optional<Future<RingChange>> change(ChangeRingRequest wish) {
        if (mastership == null) {
            return Optional.empty();
        }
        Promise<RingChange> change = Promise.promise();
        coordination.execute(() -> {
            Mastership master = mastership;
            Future<RingChange> judged = master == null
                    ? Future.failedFuture(
                            new StatusException(GrpcStatus.UNAVAILABLE, "this server is master no more; try again"))
                    : master.change(wish);
            judged.onComplete(change);
        });
        return Optional.of(change.future());
    }

    /** Ends in order: the next master takes over at once. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        coordination.execute(() -> step(new ServerRole.Waiting()));
        coordination.close();
        try {
            Future.join(services.close(), client.close()).await(CLOSE_SECONDS, TimeUnit.SECONDS);
            runFile.close();
        } catch (TimeoutException | RuntimeException | IOException e) {
            LOG.warn("the server did not close cleanly: {}", e.toString());
        }
    }
}
