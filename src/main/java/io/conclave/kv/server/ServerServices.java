package io.conclave.kv.server;

import io.conclave.kv.KvException;
import io.conclave.kv.KvReason;
import io.conclave.kv.ring.Place;
import io.conclave.kv.ring.RingState;
import io.conclave.kv.rpc.Calls;
import io.conclave.kv.rpc.HostPort;
import io.conclave.kv.rpc.Refusals;
import io.conclave.kv.rpc.WireViews;
import io.conclave.kv.wire.AdministrationGrpcClient;
import io.conclave.kv.wire.AdministrationGrpcService;
import io.conclave.kv.wire.ChangeRingRequest;
import io.conclave.kv.wire.ChangeRingResponse;
import io.conclave.kv.wire.KeyValueGrpcService;
import io.conclave.kv.wire.LocateRequest;
import io.conclave.kv.wire.LocateResponse;
import io.conclave.kv.wire.ServerStatus;
import io.conclave.kv.wire.StatusRequest;
import io.conclave.kv.wire.StatusResponse;
import io.conclave.kv.znodes.ClusterState;
import io.conclave.kv.znodes.GroupState;
import io.conclave.kv.znodes.MasterState;
import io.conclave.kv.znodes.MemberState;
import io.conclave.kv.znodes.VersionedRing;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.server.GrpcServerRequest;
import io.vertx.grpc.server.Service;
import io.vertx.grpc.server.StatusException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * What a server answers. It holds no keys: a call that reads or writes some is told whom to ask. A wish to change the
 * ring is handed on to the master.
 */
final class ServerServices {

    /** Says that a call was handed on already, so that two servers that disagree on the master do not play ball. */
    private static final String HANDED_ON = "conclave-handed-on";

    private static final int MAX_KEY_BYTES = 1_024;
    private static final long HAND_ON_SECONDS = 5;

    private final KvServer server;
    private final GrpcClient client;

    ServerServices(KvServer server, GrpcClient client) {
        this.server = server;
        this.client = client;
    }

    /** All of them, for one event loop. */
    List<Service> all() {
        return List.of(keyValue(), administration());
    }

    private Service keyValue() {
        return Service.service(KeyValueGrpcService.SERVICE_NAME, KeyValueGrpcService.SERVICE_DESCRIPTOR)
                .bind(KeyValueGrpcService.Locate, Calls.unary(this::locate))
                .bind(KeyValueGrpcService.Status, Calls.unary(this::status))
                .bind(
                        KeyValueGrpcService.Put,
                        Calls.unary(call -> elsewhere(call.getKey().toByteArray())))
                .bind(
                        KeyValueGrpcService.Get,
                        Calls.unary(call -> elsewhere(call.getKey().toByteArray())))
                .bind(
                        KeyValueGrpcService.Delete,
                        Calls.unary(call -> elsewhere(call.getKey().toByteArray())))
                .bind(
                        KeyValueGrpcService.Batch,
                        Calls.unary(call -> elsewhere(
                                call.getWritesCount() == 0
                                        ? new byte[0]
                                        : call.getWrites(0).getKey().toByteArray())))
                .bind(KeyValueGrpcService.Scan, Calls.unary(call -> anyGroup()))
                .bind(KeyValueGrpcService.Watch, refuse(call -> anyGroup()))
                .build();
    }

    private Service administration() {
        return Service.service(AdministrationGrpcService.SERVICE_NAME, AdministrationGrpcService.SERVICE_DESCRIPTOR)
                .bind(AdministrationGrpcService.ChangeRing, Calls.unary(this::changeRing))
                .build();
    }

    private static <Q, A> Handler<GrpcServerRequest<Q, A>> refuse(Function<Q, Future<A>> service) {
        return call ->
                call.handler(message -> service.apply(message).onFailure(e -> Refusals.refuse(call.response(), e)));
    }

    private Future<LocateResponse> locate(LocateRequest request) {
        byte[] key = request.getKey().toByteArray();
        if (key.length == 0 || key.length > MAX_KEY_BYTES) {
            return Future.failedFuture(
                    invalid("key has " + key.length + " bytes, and 1 to " + MAX_KEY_BYTES + " are allowed"));
        }
        ClusterState cluster = server.cluster();
        long place = Place.of(key);
        Optional<RingState> ring = cluster.ring().map(VersionedRing::ring);
        String group = ring.flatMap(known -> known.owner(place)).orElse("");
        Optional<GroupState> owner = Optional.ofNullable(cluster.groups().get(group));
        return Future.succeededFuture(LocateResponse.newBuilder()
                .setGroup(group)
                .setPrimary(owner.flatMap(GroupState::livePrimary)
                        .map(MemberState::address)
                        .orElse(""))
                .setEpoch(owner.map(GroupState::epoch).orElse(0L))
                .setPlace((int) place)
                .setRingVersion(ring.map(RingState::version).orElse(0L))
                .build());
    }

    private Future<StatusResponse> status(StatusRequest request) {
        return Future.succeededFuture(StatusResponse.newBuilder()
                .setServer(ServerStatus.newBuilder().setNumber(server.number()).setMaster(server.isMaster()))
                .setCluster(WireViews.of(server.cluster()))
                .setPid(ProcessHandle.current().pid())
                .setVersion(server.version())
                .build());
    }

    private <A> Future<A> elsewhere(byte[] key) {
        return locate(LocateRequest.newBuilder()
                        .setKey(com.google.protobuf.ByteString.copyFrom(key))
                        .build())
                .compose(place -> Future.failedFuture(
                        redirect(KvReason.NOT_OWNER, place.getGroup(), place.getPrimary(), place.getRingVersion())));
    }

    /** A page or a watch is of one group, and which one the caller has to choose: the first one is as good as any. */
    private <A> Future<A> anyGroup() {
        ClusterState cluster = server.cluster();
        RingState ring = cluster.ring().map(VersionedRing::ring).orElse(null);
        if (ring == null || ring.groups().isEmpty()) {
            return Future.failedFuture(redirect(KvReason.NOT_PRIMARY, "", "", 0));
        }
        String group = ring.groups().get(0);
        String primary = Optional.ofNullable(cluster.groups().get(group))
                .flatMap(GroupState::livePrimary)
                .map(MemberState::address)
                .orElse("");
        return Future.failedFuture(redirect(KvReason.NOT_PRIMARY, group, primary, ring.version()));
    }

    private static KvException redirect(KvReason reason, String group, String primary, long ringVersion) {
        if (group.isEmpty()) {
            return KvException.of(KvReason.NO_PRIMARY, Map.of("group", "(none)", "inSync", "(the ring has no groups)"));
        }
        return KvException.elsewhere(reason, new KvException.Redirect(group, primary, ringVersion));
    }

    private static KvException invalid(String detail) {
        return KvException.of(KvReason.INVALID, Map.of("detail", detail));
    }

    private Future<ChangeRingResponse> changeRing(
            ChangeRingRequest request, GrpcServerRequest<ChangeRingRequest, ChangeRingResponse> call) {
        return server.change(request)
                .map(judged -> judged.compose(ServerServices::answer))
                .orElseGet(
                        () -> call.headers().contains(HANDED_ON) ? Future.failedFuture(noMaster()) : handOn(request));
    }

    private static Future<ChangeRingResponse> answer(RingChange change) {
        if (change instanceof RingChange.Refused refused) {
            return Future.failedFuture(invalid(refused.detail()));
        }
        RingState ring = change instanceof RingChange.Begin begin ? begin.next() : ((RingChange.Already) change).ring();
        return Future.succeededFuture(
                ChangeRingResponse.newBuilder().setRing(WireViews.of(ring)).build());
    }

    private Future<ChangeRingResponse> handOn(ChangeRingRequest request) {
        Optional<MasterState> master = server.cluster().master();
        if (master.isEmpty()) {
            return Future.failedFuture(noMaster());
        }
        return client.request(HostPort.parse(master.get().address()), AdministrationGrpcClient.ChangeRing)
                .compose(call -> {
                    call.headers().set(HANDED_ON, "1");
                    return call.timeout(HAND_ON_SECONDS, TimeUnit.SECONDS).send(request);
                })
                .compose(response -> response.last()
                        .recover(e -> Future.failedFuture(new StatusException(
                                Optional.ofNullable(response.status()).orElse(GrpcStatus.UNAVAILABLE),
                                Optional.ofNullable(response.statusMessage()).orElse(e.toString())))));
    }

    private static StatusException noMaster() {
        return new StatusException(GrpcStatus.UNAVAILABLE, "no server is master at this moment; try again");
    }
}
