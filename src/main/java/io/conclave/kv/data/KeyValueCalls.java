package io.conclave.kv.data;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors;
import com.google.protobuf.UnsafeByteOperations;
import io.conclave.kv.KvException;
import io.conclave.kv.KvReason;
import io.conclave.kv.replica.KeyResult;
import io.conclave.kv.replica.KeyWrite;
import io.conclave.kv.replica.Member;
import io.conclave.kv.replica.RequestIdentity;
import io.conclave.kv.replica.ScanPage;
import io.conclave.kv.replica.Write;
import io.conclave.kv.replica.WriteResult;
import io.conclave.kv.ring.Place;
import io.conclave.kv.ring.RingState;
import io.conclave.kv.rpc.Refusals;
import io.conclave.kv.wire.BatchRequest;
import io.conclave.kv.wire.BatchResponse;
import io.conclave.kv.wire.DeleteRequest;
import io.conclave.kv.wire.DeleteResponse;
import io.conclave.kv.wire.GetRequest;
import io.conclave.kv.wire.GetResponse;
import io.conclave.kv.wire.KeyValueEntry;
import io.conclave.kv.wire.KeyValueGrpcService;
import io.conclave.kv.wire.LocateRequest;
import io.conclave.kv.wire.LocateResponse;
import io.conclave.kv.wire.PutRequest;
import io.conclave.kv.wire.PutResponse;
import io.conclave.kv.wire.ScanRequest;
import io.conclave.kv.wire.ScanResponse;
import io.conclave.kv.wire.StatusRequest;
import io.conclave.kv.wire.StatusResponse;
import io.conclave.kv.wire.WatchRequest;
import io.conclave.kv.wire.WatchResponse;
import io.vertx.core.Future;
import io.vertx.grpc.common.InvalidMessageException;
import io.vertx.grpc.common.MessageSizeOverflowException;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;
import io.vertx.grpc.server.GrpcServer;
import io.vertx.grpc.server.GrpcServerRequest;
import io.vertx.grpc.server.GrpcServerResponse;
import io.vertx.grpc.server.Service;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The KeyValue service of a data member: checks each call, refuses it where its key is another group's, has the member
 * do it, and tells how it went.
 */
public final class KeyValueCalls implements Service {

    private static final Logger LOG = LoggerFactory.getLogger(KeyValueCalls.class);

    private final Member member;
    private final Directory directory;
    private final Ownership ownership;
    private final Deadlines deadlines;
    private final long pid;
    private final String version;

    /**
     * The service of one member.
     *
     * @param group that the member is of
     * @param version of the program
     * @param nanoTime the current time, in nanoseconds
     */
    public KeyValueCalls(String group, Member member, Directory directory, String version, LongSupplier nanoTime) {
        this.member = member;
        this.directory = directory;
        this.ownership = new Ownership(group, directory);
        this.deadlines = new Deadlines(nanoTime);
        this.pid = ProcessHandle.current().pid();
        this.version = version;
    }

    @Override
    public ServiceName name() {
        return KeyValueGrpcService.SERVICE_NAME;
    }

    @Override
    public Descriptors.ServiceDescriptor descriptor() {
        return KeyValueGrpcService.SERVICE_DESCRIPTOR;
    }

    @Override
    public void bind(GrpcServer server) {
        answer(server, KeyValueGrpcService.Put, this::put);
        answer(server, KeyValueGrpcService.Get, (request, deadline) -> get(request));
        answer(server, KeyValueGrpcService.Delete, this::delete);
        answer(server, KeyValueGrpcService.Batch, this::batch);
        answer(server, KeyValueGrpcService.Scan, (request, deadline) -> scan(request));
        answer(server, KeyValueGrpcService.Locate, (request, deadline) -> locate(request));
        answer(server, KeyValueGrpcService.Status, (request, deadline) -> status(request));
        server.callHandler(KeyValueGrpcService.Watch, this::watch);
    }

    private Future<PutResponse> put(PutRequest request, long deadline) {
        byte[] key = RequestChecks.key("key", request.getKey());
        KeyWrite write = new KeyWrite(
                key,
                RequestChecks.value("value", request.getValue()),
                RequestChecks.ifVersion("if_version", request.hasIfVersion(), request.getIfVersion()));
        RequestIdentity identity = RequestChecks.identity(request.hasRequestId(), request.getRequestId());
        ownership.check(key);
        return member.write(new Write(List.of(write), identity, deadline)).map(result -> PutResponse.newBuilder()
                .setApplied(result.applied())
                .setVersion(result.keys().get(0).version())
                .build());
    }

    private Future<GetResponse> get(GetRequest request) {
        byte[] key = RequestChecks.key("key", request.getKey());
        ownership.check(key);
        return member.read(key).map(found -> GetResponse.newBuilder()
                .setFound(found.found())
                .setValue(UnsafeByteOperations.unsafeWrap(found.value()))
                .setVersion(found.version())
                .build());
    }

    private Future<DeleteResponse> delete(DeleteRequest request, long deadline) {
        byte[] key = RequestChecks.key("key", request.getKey());
        KeyWrite write = new KeyWrite(
                key, null, RequestChecks.ifVersion("if_version", request.hasIfVersion(), request.getIfVersion()));
        RequestIdentity identity = RequestChecks.identity(request.hasRequestId(), request.getRequestId());
        ownership.check(key);
        return member.write(new Write(List.of(write), identity, deadline)).map(KeyValueCalls::deleted);
    }

    private static DeleteResponse deleted(WriteResult result) {
        KeyResult key = result.keys().get(0);
        return DeleteResponse.newBuilder()
                .setApplied(result.applied())
                .setFound(key.found())
                .setVersion(key.version())
                .build();
    }

    private Future<BatchResponse> batch(BatchRequest request, long deadline) {
        List<KeyWrite> writes = RequestChecks.batch(request);
        RequestIdentity identity = RequestChecks.identity(request.hasRequestId(), request.getRequestId());
        ownership.checkAll(writes);
        return member.write(new Write(writes, identity, deadline)).map(result -> {
            BatchResponse.Builder response = BatchResponse.newBuilder().setApplied(result.applied());
            result.keys().forEach(key -> response.addVersions(key.version()));
            return response.build();
        });
    }

    private Future<ScanResponse> scan(ScanRequest request) {
        return member.scan(RequestChecks.scan(request)).map(page -> {
            ScanResponse.Builder response =
                    ScanResponse.newBuilder().setMore(page.more()).setRingVersion(page.ringVersion());
            page.entries().forEach(entry -> response.addEntries(entry(entry)));
            return response.build();
        });
    }

    private static KeyValueEntry.Builder entry(ScanPage.Entry entry) {
        return KeyValueEntry.newBuilder()
                .setKey(wrap(entry.key()))
                .setValue(wrap(entry.value()))
                .setVersion(entry.version());
    }

    private Future<LocateResponse> locate(LocateRequest request) {
        byte[] key = RequestChecks.key("key", request.getKey());
        RingState ring = directory.ring();
        String group = ring.owner(key).orElse("");
        return Future.succeededFuture(LocateResponse.newBuilder()
                .setGroup(group)
                .setPrimary(directory.primaryOf(group))
                .setEpoch(directory.epochOf(group))
                .setPlace((int) Place.of(key))
                .setRingVersion(ring.version())
                .build());
    }

    private Future<StatusResponse> status(StatusRequest request) {
        return Future.succeededFuture(StatusResponse.newBuilder()
                .setData(member.status())
                .setCluster(directory.view())
                .setPid(pid)
                .setVersion(version)
                .build());
    }

    private void watch(GrpcServerRequest<WatchRequest, WatchResponse> call) {
        GrpcServerResponse<WatchRequest, WatchResponse> response = call.response();
        call.invalidMessageHandler(wrong -> refuseUnread(response, wrong));
        call.handler(request -> {
            try {
                new WatchCall(member, call).begin(RequestChecks.watch(request));
            } catch (KvException refused) {
                refuse(response, refused);
            }
        });
    }

    private <Q, A> void answer(GrpcServer server, ServiceMethod<Q, A> method, BiFunction<Q, Long, Future<A>> call) {
        server.callHandler(method, request -> {
            GrpcServerResponse<Q, A> response = request.response();
            request.invalidMessageHandler(wrong -> refuseUnread(response, wrong));
            request.handler(message -> done(message, deadlines.of(request.timeout(), TimeUnit.MILLISECONDS), call)
                    .onSuccess(answer -> reply(response, answer))
                    .onFailure(failure -> refuse(response, failure)));
        });
    }

    private static <Q, A> Future<A> done(Q message, long deadline, BiFunction<Q, Long, Future<A>> call) {
        try {
            return call.apply(message, deadline);
        } catch (KvException refused) {
            return Future.failedFuture(refused);
        }
    }

    private static <Q, A> void reply(GrpcServerResponse<Q, A> response, A answer) {
        try {
            response.end(answer);
        } catch (IllegalStateException e) {
            LOG.debug("the caller has gone: {}", e.getMessage());
        }
    }

    private static void refuseUnread(GrpcServerResponse<?, ?> response, InvalidMessageException wrong) {
        String detail = wrong instanceof MessageSizeOverflowException tooLarge
                ? "the message has " + tooLarge.messageSize() + " bytes, which is more than the store takes"
                : "the message cannot be read: " + wrong.getMessage();
        refuse(response, KvException.of(KvReason.INVALID, Map.of("detail", detail)));
    }

    /** Ends a call with a refusal. */
    static void refuse(GrpcServerResponse<?, ?> response, Throwable refused) {
        try {
            Refusals.refuse(response, refused);
        } catch (IllegalStateException e) {
            LOG.debug("the caller has gone: {}", e.getMessage());
        }
    }

    static ByteString wrap(byte[] bytes) {
        return UnsafeByteOperations.unsafeWrap(bytes);
    }
}
