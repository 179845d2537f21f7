package io.conclave.kv.server;

import io.conclave.kv.rpc.Calls;
import io.conclave.kv.rpc.RpcOptions;
import io.conclave.kv.rpc.RpcServer;
import io.conclave.kv.wire.InspectResponse;
import io.conclave.kv.wire.ReplicationGrpcService;
import io.conclave.kv.znodes.CoordinationOptions;
import io.conclave.kv.znodes.DataRegistration;
import io.conclave.kv.znodes.GroupState;
import io.conclave.kv.znodes.GroupZnodes;
import io.conclave.kv.znodes.KvCoordination;
import io.conclave.kv.znodes.Registration;
import io.conclave.kv.znodes.RingZnode;
import io.conclave.kv.znodes.Written;
import io.conclave.znodes.SessionState;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.grpc.server.Service;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A data member as the master sees one: it is registered, and says where its log stands. */
final class FakeMember implements AutoCloseable {

    private static final long SECONDS = 15;

    final String group;
    final int number;
    final KvCoordination coordination;
    private final RpcServer server;
    private volatile InspectResponse log = InspectResponse.getDefaultInstance();
    private volatile boolean silent;
    private volatile Registration registration;

    private FakeMember(Vertx vertx, CoordinationOptions options, String group, Optional<Integer> number)
            throws Exception {
        this.group = group;
        coordination = KvCoordination.open(options);
        Awaitility.await()
                .atMost(Duration.ofSeconds(SECONDS))
                .until(() -> coordination.state() instanceof SessionState.Connected
                        && coordination.cluster().current().isPresent());
        this.number = number.isPresent() ? number.get() : await(DataRegistration.allocate(coordination, group));
        server = await(RpcServer.listen(
                vertx,
                new RpcOptions("127.0.0.1", 0, Optional.empty(), Optional.empty()),
                1,
                this::services,
                () -> true));
        DataRegistration.keep(
                coordination, group, this.number, server.address(), Set.of(), told -> registration = told);
        Awaitility.await()
                .atMost(Duration.ofSeconds(SECONDS))
                .until(() -> registration instanceof Registration.Registered);
    }

    /** A new member of a group, registered. */
    static FakeMember join(Vertx vertx, CoordinationOptions options, String group) throws Exception {
        return new FakeMember(vertx, options, group, Optional.empty());
    }

    /** A member that comes back under its number. */
    static FakeMember back(Vertx vertx, CoordinationOptions options, String group, int number) throws Exception {
        return new FakeMember(vertx, options, group, Optional.of(number));
    }

    private List<Service> services() {
        return List.of(Service.service(ReplicationGrpcService.SERVICE_NAME, ReplicationGrpcService.SERVICE_DESCRIPTOR)
                .bind(
                        ReplicationGrpcService.Inspect,
                        Calls.unary(request -> silent
                                ? Promise.<InspectResponse>promise().future()
                                : Future.succeededFuture(
                                        log.toBuilder().setNumber(number).build())))
                .build());
    }

    FakeMember withLog(long lastEpoch, long position) {
        log = InspectResponse.newBuilder()
                .setLastEpoch(lastEpoch)
                .setPromisedEpoch(lastEpoch)
                .setPosition(position)
                .build();
        return this;
    }

    FakeMember withDamagedLog() {
        log = InspectResponse.newBuilder().setDamaged(true).build();
        return this;
    }

    void setSilent(boolean is) {
        silent = is;
    }

    GroupState state() throws Exception {
        return await(new GroupZnodes(coordination, group).readInSync());
    }

    Written<GroupState> changeInSync(List<Integer> next) throws Exception {
        return await(new GroupZnodes(coordination, group).changeInSync(state(), next));
    }

    RingZnode ring() {
        return new RingZnode(coordination);
    }

    static <T> T await(Future<T> future) throws Exception {
        return future.await(SECONDS, TimeUnit.SECONDS);
    }

    /** Ends in order: session and services. */
    @Override
    public void close() {
        coordination.close();
        server.close();
    }
}
