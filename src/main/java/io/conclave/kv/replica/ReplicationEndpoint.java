package io.conclave.kv.replica;

import io.conclave.kv.KvException;
import io.conclave.kv.KvReason;
import io.conclave.kv.log.KvLog;
import io.conclave.kv.log.Snapshot;
import io.conclave.kv.rpc.Refusals;
import io.conclave.kv.wire.CatchUpChunk;
import io.conclave.kv.wire.CatchUpRequest;
import io.conclave.kv.wire.ImportRequest;
import io.conclave.kv.wire.ImportResponse;
import io.conclave.kv.wire.InspectRequest;
import io.conclave.kv.wire.InspectResponse;
import io.conclave.kv.wire.ReplicateRequest;
import io.conclave.kv.wire.ReplicateResponse;
import io.conclave.kv.wire.ReplicationService;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;
import io.vertx.grpc.server.GrpcServerRequest;
import io.vertx.grpc.server.GrpcServerResponse;
import java.io.IOException;
import java.util.Map;

/** What the other members and the master call of this member; all of it goes on to the log thread. */
final class ReplicationEndpoint extends ReplicationService {

    private final Replica replica;
    private final Parts parts;

    ReplicationEndpoint(Replica replica) {
        this.replica = replica;
        this.parts = replica.parts();
    }

    @Override
    protected void replicate(ReadStream<ReplicateRequest> request, WriteStream<ReplicateResponse> response) {
        @SuppressWarnings("unchecked")
        GrpcServerRequest<ReplicateRequest, ReplicateResponse> call =
                (GrpcServerRequest<ReplicateRequest, ReplicateResponse>) request;
        InboundStream<ReplicateRequest, ReplicateResponse> stream = new InboundStream<>(call, Vertx.currentContext());
        call.handler(frame -> {
            stream.took(frame);
            parts.thread().execute(() -> replica.standby().received(stream, frame));
        });
        call.exceptionHandler(e -> lost(stream));
        call.endHandler(end -> lost(stream));
    }

    private void lost(InboundStream<ReplicateRequest, ReplicateResponse> stream) {
        stream.lost();
        parts.thread().execute(() -> replica.standby().lost(stream));
    }

    @Override
    public Future<InspectResponse> inspect(InspectRequest request) {
        Promise<InspectResponse> answer = Promise.promise();
        Context context = parts.vertx().getOrCreateContext();
        parts.thread().execute(() -> {
            InspectResponse look = look();
            context.runOnContext(now -> {
                if (isOurs(request.getCluster(), request.getGroup())) {
                    answer.complete(look);
                } else {
                    answer.fail(otherGroup());
                }
            });
        });
        return answer.future();
    }

    private InspectResponse look() throws IOException {
        KvLog log = parts.log();
        InspectResponse.Builder look = InspectResponse.newBuilder()
                .setNumber(parts.options().number())
                .setPromisedEpoch(log.promisedEpoch())
                .setDamaged(log.damage().isPresent());
        if (log.damage().isEmpty()) {
            look.setLastEpoch(log.lastEpoch()).setPosition(log.lastPosition());
        }
        return look.build();
    }

    private boolean isOurs(String cluster, String group) {
        return cluster.equals(parts.options().cluster())
                && group.equals(parts.options().group());
    }

    private KvException otherGroup() {
        return KvException.of(
                KvReason.INVALID,
                Map.of(
                        "detail",
                        "this is a member of group " + parts.options().group() + " in cluster "
                                + parts.options().cluster()));
    }

    @Override
    protected void catchUp(CatchUpRequest request, WriteStream<CatchUpChunk> stream) {
        GrpcServerResponse<?, CatchUpChunk> response = (GrpcServerResponse<?, CatchUpChunk>) stream;
        Context context = Vertx.currentContext();
        parts.thread().execute(() -> {
            if (!isOurs(request.getCluster(), request.getGroup())) {
                context.runOnContext(now -> Refusals.refuse(response, otherGroup()));
                return;
            }
            boolean may = replica.servingTerm()
                    .filter(term -> term.epoch() == request.getEpoch() && term.mayFallBack(request.getStandby()))
                    .isPresent();
            if (!may) {
                context.runOnContext(now -> Refusals.refuse(response, Refusal.notPrimary(parts)));
                return;
            }
            Snapshot snapshot = parts.log().snapshot();
            context.runOnContext(now -> new StateSender(parts.workers(), snapshot, response).start());
        });
    }

    @Override
    protected void importArcs(ReadStream<ImportRequest> request, WriteStream<ImportResponse> response) {
        @SuppressWarnings("unchecked")
        GrpcServerRequest<ImportRequest, ImportResponse> call =
                (GrpcServerRequest<ImportRequest, ImportResponse>) request;
        replica.imports().receive(call, Vertx.currentContext());
    }
}
