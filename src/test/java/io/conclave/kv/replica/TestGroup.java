package io.conclave.kv.replica;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.conclave.kv.KvException;
import io.conclave.kv.KvReason;
import io.conclave.kv.log.HeldLog;
import io.conclave.kv.log.LogIdentity;
import io.conclave.kv.log.LogSettings;
import io.conclave.kv.ring.RingState;
import io.conclave.kv.rpc.HostPort;
import io.conclave.kv.rpc.RpcClient;
import io.conclave.kv.rpc.RpcOptions;
import io.conclave.kv.rpc.RpcServer;
import io.conclave.kv.server.KvServer;
import io.conclave.kv.server.ServerSettings;
import io.conclave.kv.wire.AdministrationGrpcClient;
import io.conclave.kv.wire.ChangeRingRequest;
import io.conclave.kv.znodes.CoordinationOptions;
import io.conclave.kv.znodes.DataRegistration;
import io.conclave.kv.znodes.KvCoordination;
import io.conclave.kv.znodes.Registration;
import io.conclave.kv.znodes.VersionedRing;
import io.conclave.testing.RealZooKeeper;
import io.conclave.znodes.SessionState;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** Groups of members in this process, with a real ensemble, a master, and gRPC on loopback. */
final class TestGroup implements AutoCloseable {

    static final Duration LIMIT = Duration.ofSeconds(30);
    private static final RpcOptions OPEN = new RpcOptions("127.0.0.1", 0, Optional.empty(), Optional.empty());

    private final Vertx vertx;
    private final Path folder;
    private final CoordinationOptions coordination;
    private final KvServer server;
    private final TreeMap<String, TestMember> members = new TreeMap<>();
    private int minInSync = 1;
    private Duration inSyncTimeout = Duration.ofSeconds(1);

    TestGroup(Vertx vertx, RealZooKeeper zooKeeper, String root, Path folder) throws Exception {
        this.vertx = vertx;
        this.folder = folder;
        this.coordination = new CoordinationOptions(zooKeeper.connectString(), root, Duration.ofSeconds(4));
        this.server = KvServer.start(
                vertx,
                new ServerSettings(
                        coordination,
                        OPEN,
                        Files.createDirectories(folder.resolve("server")),
                        2,
                        Set.of(),
                        Duration.ofMillis(500),
                        "test"));
        until(() -> server.number() > 0);
    }

    KvServer server() {
        return server;
    }

    Vertx vertx() {
        return vertx;
    }

    void minInSync(int least) {
        minInSync = least;
    }

    void inSyncTimeout(Duration timeout) {
        inSyncTimeout = timeout;
    }

    static void until(java.util.concurrent.Callable<Boolean> condition) {
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(20)).until(condition);
    }

    static <T> T get(Future<T> future) throws Exception {
        return future.await(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    /** The reason of a call that fails. */
    static KvReason reason(Future<?> future) {
        Awaitility.await().atMost(LIMIT).until(future::isComplete);
        return future.failed() && future.cause() instanceof KvException e ? e.reason() : null;
    }

    /** Starts a new member of a group. */
    TestMember start(String group) throws Exception {
        return start(group, 0);
    }

    /** Starts a member again under its number. */
    TestMember start(String group, int number) throws Exception {
        TestMember member = new TestMember(group, number);
        members.put(group + "/" + member.number, member);
        return member;
    }

    /** The member that serves a group, once one does. */
    TestMember primary(String group) {
        until(() -> members.values().stream().anyMatch(m -> m.group.equals(group) && m.replica.isServing()));
        return members.values().stream()
                .filter(m -> m.group.equals(group) && m.replica.isServing())
                .findFirst()
                .orElseThrow();
    }

    /** Waits until a group's in-sync set is this one. */
    void inSync(String group, Integer... numbers) {
        until(() -> {
            TestMember primary = primary(group);
            return primary.coordination
                    .cluster()
                    .current()
                    .orElseThrow()
                    .groups()
                    .get(group)
                    .inSync()
                    .equals(List.of(numbers));
        });
    }

    /** The newest ring that a member has seen. */
    RingState ring() {
        return members.values().stream()
                .flatMap(m -> m.coordination.cluster().current().stream())
                .flatMap(cluster -> cluster.ring().stream())
                .map(VersionedRing::ring)
                .max(Comparator.comparingLong(RingState::version))
                .orElseThrow();
    }

    /** Whether the whole ring is this group's. */
    boolean owns(String group) {
        return ring().groups().equals(List.of(group)) && !ring().isChanging();
    }

    /** Asks the master for another ring. */
    void changeRing(ChangeRingRequest.Builder change) throws Exception {
        RpcClient client = RpcClient.create(vertx, OPEN, Duration.ofSeconds(2));
        get(AdministrationGrpcClient.create(client, HostPort.parse(server.address()))
                .changeRing(change.build()));
    }

    static Write put(String key, String value) {
        return put(key, value, KeyWrite.ANY, null);
    }

    static Write put(String key, String value, long ifVersion, RequestIdentity request) {
        return new Write(
                List.of(new KeyWrite(key.getBytes(UTF_8), value.getBytes(UTF_8), ifVersion)),
                request,
                System.nanoTime() + Duration.ofSeconds(20).toNanos());
    }

    @Override
    public void close() {
        members.values().forEach(TestMember::close);
        server.close();
    }

    /** One member. */
    final class TestMember {
        final String group;
        final int number;
        final KvCoordination coordination;
        final Replica replica;
        final HeldLog log;
        private RpcServer rpc;
        private final DataRegistration registration;
        private volatile Registration registered;
        private boolean closed;

        TestMember(String group, int wanted) throws Exception {
            this.group = group;
            coordination = KvCoordination.open(TestGroup.this.coordination);
            until(() -> coordination.state() instanceof SessionState.Connected
                    && coordination.cluster().current().isPresent()
                    && !coordination.cluster().current().get().clusterId().isEmpty());
            number = wanted == 0 ? get(DataRegistration.allocate(coordination, group)) : wanted;
            String cluster = coordination.cluster().current().get().clusterId();
            log = HeldLog.open(new LogSettings(folder(), new LogIdentity(cluster, group, number)));
            replica = Replica.start(
                    new ReplicaOptions(cluster, group, number, minInSync, inSyncTimeout),
                    vertx,
                    RpcClient.create(vertx, OPEN, Duration.ofMillis(500)),
                    coordination,
                    log.log());
            rpc = get(RpcServer.listen(vertx, OPEN, 1, () -> List.of(replica.replication()), () -> true));
            registration = DataRegistration.keep(
                    coordination, group, number, rpc.address(), Set.of(), told -> registered = told);
            until(() -> registered instanceof Registration.Registered);
        }

        Path folder() {
            return folder.resolve(group + "-" + number);
        }

        String read(String key) throws Exception {
            ReadResult result = get(replica.read(key.getBytes(UTF_8)));
            return result.found() ? new String(result.value(), UTF_8) : null;
        }

        WriteResult write(Write write) throws Exception {
            return get(replica.write(write));
        }

        String address() {
            return rpc.address();
        }

        /** Is reached by nobody any more. */
        void cut() throws Exception {
            get(rpc.close());
            // What is under way on a connection that is being closed may still come in.
            until(() -> !isFollowing());
        }

        private boolean isFollowing() throws Exception {
            Promise<Boolean> answer = Promise.promise();
            replica.parts()
                    .thread()
                    .execute(() -> answer.complete(replica.standby().isFollowing()));
            return get(answer.future());
        }

        /** Is reached again. */
        void mend() throws Exception {
            String address = rpc.address();
            int port = Integer.parseInt(address.substring(address.indexOf(':') + 1));
            RpcOptions same = new RpcOptions("127.0.0.1", port, Optional.empty(), Optional.empty());
            rpc = get(RpcServer.listen(vertx, same, 1, () -> List.of(replica.replication()), () -> true));
        }

        /** Ends in order. */
        void close() {
            if (closed) {
                return;
            }
            closed = true;
            log.letGo();
            try {
                get(replica.close());
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            registration.close();
            coordination.close();
            rpc.close();
        }

        /** Is cut off from everything at once, then ends. */
        void kill() {
            closed = true;
            rpc.close();
            coordination.close();
            replica.close();
            log.letGo();
            until(() -> replica.close().isComplete());
        }
    }
}
