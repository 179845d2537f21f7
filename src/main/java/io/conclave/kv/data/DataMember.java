package io.conclave.kv.data;

import io.conclave.kv.log.KvLog;
import io.conclave.kv.log.LogIdentity;
import io.conclave.kv.log.LogSettings;
import io.conclave.kv.replica.Replica;
import io.conclave.kv.replica.ReplicaOptions;
import io.conclave.kv.rpc.RpcClient;
import io.conclave.kv.rpc.RpcServer;
import io.conclave.kv.znodes.DataRegistration;
import io.conclave.kv.znodes.KvCoordination;
import io.conclave.kv.znodes.Registration;
import io.conclave.znodes.Listening;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.grpc.server.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A data member of the store, put together: its log, its part in its group, its services, its registration. What was
 * opened is closed in the order in which nothing that is acknowledged can be lost and the next primary takes over at
 * once.
 */
public final class DataMember implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DataMember.class);
    private static final Duration CONNECT_LIMIT = Duration.ofMillis(500);
    private static final Duration TELL_OF_WAITING = Duration.ofSeconds(5);
    private static final long ANSWER_SECONDS = 30;
    private static final long CLOSE_SECONDS = 3;
    private static final long WITHDRAW_SECONDS = 1;
    private static final String REHEARSAL = "rehearsal";

    private final DataSettings settings;
    private final Vertx vertx;
    private final KvCoordination coordination;
    private final RpcClient client;
    private final ZnodeDirectory directory = new ZnodeDirectory();
    private final RunningMember runFile;
    private final Promise<Void> ready = Promise.promise();
    private final Promise<Void> failed = Promise.promise();
    private final AtomicBoolean closed = new AtomicBoolean();
    private LogIdentity identity;
    private Replica replica;
    private RpcServer services;
    private DataRegistration registration;

    private DataMember(Vertx vertx, DataSettings settings) {
        this.settings = settings;
        this.vertx = vertx;
        this.runFile = new RunningMember(settings.dataDir());
        this.client = RpcClient.create(vertx, settings.rpc(), CONNECT_LIMIT);
        this.coordination = KvCoordination.open(settings.coordination());
    }

    /**
     * Starts a member; blocks until it listens, which takes an ensemble to be there.
     *
     * @throws IOException where the folder is another member's, is in use, or cannot be read, or the port cannot be
     *     had: says which and what to do
     */
    public static DataMember start(Vertx vertx, DataSettings settings) throws IOException, TimeoutException {
        DataMember member = new DataMember(vertx, settings);
        try {
            member.open();
            return member;
        } catch (IOException | TimeoutException | RuntimeException e) {
            member.close();
            throw e;
        }
    }

    private void open() throws IOException, TimeoutException {
        Files.createDirectories(settings.dataDir());
        if (!settings.fsync()) {
            LOG.warn("--no-fsync: what this member acknowledges is NOT on disk; a crash of the machine loses it");
        }
        identity = identity(cluster());
        KvLog log = KvLog.open(
                new LogSettings(settings.dataDir(), identity, settings.fsync(), LogSettings.DEFAULT_CACHE_BYTES));
        ReplicaOptions options = new ReplicaOptions(
                identity.cluster(),
                identity.group(),
                identity.number(),
                settings.minInSync(),
                settings.inSyncTimeout());
        replica = Replica.start(options, vertx, client, coordination, log);
        replica.broken().onSuccess(detail -> fail("member " + identity + " can do nothing more: " + detail));
        services = listen();
        replica.rehearse(services.address(), settings.dataDir().resolve(REHEARSAL));
        registration = DataRegistration.keep(
                coordination, identity.group(), identity.number(), services.address(), Set.of(), this::registered);
    }

    /** The store's id, once the ensemble has told it. */
    private String cluster() {
        Promise<String> known = Promise.promise();
        Listening listening = coordination.cluster().listen(cluster -> {
            directory.become(cluster);
            known.tryComplete(cluster.clusterId());
        });
        try {
            return fromEnsemble(known.future());
        } catch (RuntimeException e) {
            listening.close();
            throw e;
        }
    }

    /** Waits for what only the ensemble can tell, however long it is away. */
    private <T> T fromEnsemble(Future<T> answer) {
        while (true) {
            try {
                return answer.await(TELL_OF_WAITING.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                LOG.warn(
                        "still waiting for the ensemble at {}",
                        settings.coordination().connectString());
            }
        }
    }

    /** Who this member is: what its folder says, or, where that is new, a number that nobody had before. */
    private LogIdentity identity(String cluster) throws IOException {
        Optional<LogIdentity> own = KvLog.identity(settings.dataDir());
        if (own.isEmpty()) {
            int number = fromEnsemble(DataRegistration.allocate(coordination, settings.group()));
            return new LogIdentity(cluster, settings.group(), number);
        }
        LogIdentity expected =
                new LogIdentity(cluster, settings.group(), own.get().number());
        if (!own.get().equals(expected)) {
            throw new IOException("the folder " + settings.dataDir() + " is that of " + own.get()
                    + ", and this is group " + settings.group() + " of cluster " + cluster
                    + ": give another --data-dir, or the --group and --zk that it is of");
        }
        return expected;
    }

    private RpcServer listen() throws IOException, TimeoutException {
        Future<RpcServer> listening = RpcServer.listen(
                vertx, settings.rpc(), settings.eventLoops(), this::calls, () -> true, () -> new LeanCalls(
                                identity.group(), replica, directory, System::nanoTime)
                        .methods());
        try {
            return listening.await(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (RuntimeException e) {
            throw new IOException(
                    "cannot listen on " + settings.rpc().host() + ":"
                            + settings.rpc().port() + ": " + e.getMessage(),
                    e);
        }
    }

    private List<Service> calls() {
        return List.of(
                new KeyValueCalls(identity.group(), replica, directory, settings.version(), System::nanoTime),
                replica.replication());
    }

    /** On the coordination thread. */
    private void registered(Registration now) {
        if (now instanceof Registration.Registered) {
            if (!ready.future().isComplete()) {
                LOG.info("kv-data {}/{} is ready at {}", identity.group(), identity.number(), services.address());
            }
            tellWhere();
            ready.tryComplete();
        } else if (now instanceof Registration.Refused refused) {
            fail("this member cannot be registered: " + refused.detail());
        } else if (now instanceof Registration.Waiting waiting) {
            LOG.info("kv-data {}/{} is not registered: {}", identity.group(), identity.number(), waiting.detail());
        }
    }

    private void tellWhere() {
        try {
            runFile.write(services.address(), identity);
        } catch (IOException e) {
            LOG.warn("run.json cannot be written: {}", e.toString());
        }
    }

    private void fail(String detail) {
        failed.tryFail(new IllegalStateException(detail));
    }

    /** host:port of its services. */
    public String address() {
        return services.address();
    }

    /** Its number within its group. */
    public int number() {
        return identity.number();
    }

    /** Whether it is primary and answers. */
    public boolean isPrimary() {
        return replica.isServing();
    }

    /** Completes when it is registered for the first time. */
    public Future<Void> ready() {
        return ready.future();
    }

    /** Fails when it cannot go on, with a message that says what to do. */
    public Future<Void> failure() {
        return failed.future();
    }

    /**
     * Ends in order: no more writes are taken, those that were begun are answered, the registration is taken back, and
     * with that the next primary begins; what remains to be closed is nobody's concern.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        Future<Void> part = replica == null ? Future.succeededFuture() : replica.close();
        if (registration != null) {
            step("its time as primary", replica.steppedDown(), CLOSE_SECONDS);
            step("its registration", registration.withdraw(), WITHDRAW_SECONDS);
        }
        step("its part in the group", part, CLOSE_SECONDS);
        coordination.close();
        step("its services", services == null ? Future.succeededFuture() : services.close(), CLOSE_SECONDS);
        step("its calls of others", client.close(), CLOSE_SECONDS);
        try {
            runFile.close();
        } catch (IOException e) {
            LOG.warn("run.json cannot be deleted: {}", e.toString());
        }
    }

    private static void step(String what, Future<Void> closing, long limitSeconds) {
        try {
            closing.await(limitSeconds, TimeUnit.SECONDS);
        } catch (TimeoutException | RuntimeException e) {
            LOG.warn("{} did not end in order: {}", what, e.toString());
        }
    }
}
