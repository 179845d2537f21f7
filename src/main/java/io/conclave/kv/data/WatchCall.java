package io.conclave.kv.data;

import io.conclave.kv.KvException;
import io.conclave.kv.replica.Member;
import io.conclave.kv.replica.Watch;
import io.conclave.kv.replica.WatchQuery;
import io.conclave.kv.replica.WatchSink;
import io.conclave.kv.wire.Change;
import io.conclave.kv.wire.WatchRequest;
import io.conclave.kv.wire.WatchResponse;
import io.vertx.grpc.server.GrpcServerRequest;
import io.vertx.grpc.server.GrpcServerResponse;
import java.util.List;

/** One watcher: what the member tells is sent on, as fast as the watcher reads. On one event loop. */
final class WatchCall implements WatchSink {

    private final Member member;
    private final GrpcServerRequest<WatchRequest, WatchResponse> call;
    private final GrpcServerResponse<WatchRequest, WatchResponse> response;
    private Watch watch;
    private boolean over;

    WatchCall(Member member, GrpcServerRequest<WatchRequest, WatchResponse> call) {
        this.member = member;
        this.call = call;
        this.response = call.response();
    }

    void begin(WatchQuery query) {
        call.errorHandler(error -> close());
        response.exceptionHandler(error -> close());
        watch = member.watch(query, this);
    }

    private void close() {
        if (!over) {
            over = true;
            watch.close();
        }
    }

    @Override
    public boolean changed(List<io.conclave.kv.replica.Change> changes, long version, long ringVersion) {
        if (over) {
            return false;
        }
        WatchResponse.Builder told =
                WatchResponse.newBuilder().setVersion(version).setRingVersion(ringVersion);
        changes.forEach(change -> told.addChanges(change(change)));
        response.write(told.build()).onFailure(gone -> close());
        if (!response.writeQueueFull()) {
            return true;
        }
        response.drainHandler(drained -> watch.resume());
        return false;
    }

    private static Change.Builder change(io.conclave.kv.replica.Change change) {
        Change.Builder told =
                Change.newBuilder().setKey(KeyValueCalls.wrap(change.key())).setVersion(change.version());
        if (change.value() != null) {
            told.setValue(KeyValueCalls.wrap(change.value()));
        }
        return told;
    }

    @Override
    public void ended(KvException why) {
        if (!over) {
            over = true;
            KeyValueCalls.refuse(response, why);
        }
    }
}
