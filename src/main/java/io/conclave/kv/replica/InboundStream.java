package io.conclave.kv.replica;

import io.conclave.kv.KvException;
import io.conclave.kv.rpc.Refusals;
import io.conclave.kv.wire.ReplicateRequest;
import io.conclave.kv.wire.ReplicateResponse;
import io.vertx.core.Context;
import io.vertx.grpc.server.GrpcServerRequest;
import io.vertx.grpc.server.GrpcServerResponse;
import java.util.concurrent.atomic.AtomicLong;

/** A primary's stream as it comes in at a standby: no more of it waits for the log thread than the bound. */
final class InboundStream {

    private static final long MOST_WAITING_BYTES = 16 << 20;

    private final GrpcServerRequest<ReplicateRequest, ReplicateResponse> call;
    private final GrpcServerResponse<ReplicateRequest, ReplicateResponse> response;
    private final Context context;
    private final AtomicLong waitingBytes = new AtomicLong();
    /** Of the context. */
    private boolean ended;
    /** Of the log thread. */
    private long epoch;

    private boolean placed;

    InboundStream(GrpcServerRequest<ReplicateRequest, ReplicateResponse> call, Context context) {
        this.call = call;
        this.response = call.response();
        this.context = context;
    }

    /** A frame came in. On the context. */
    void took(ReplicateRequest frame) {
        if (waitingBytes.addAndGet(size(frame)) > MOST_WAITING_BYTES) {
            call.pause();
        }
    }

    /** A frame was dealt with. On the log thread. */
    void done(ReplicateRequest frame) {
        long before = waitingBytes.getAndAdd(-size(frame));
        if (before > MOST_WAITING_BYTES) {
            context.runOnContext(now -> call.resume());
        }
    }

    private static long size(ReplicateRequest frame) {
        return 100L + frame.getBatches().getBatches().size();
    }

    void answer(ReplicateResponse message) {
        context.runOnContext(now -> {
            if (!ended) {
                response.write(message);
            }
        });
    }

    /** Ends it with a last message, which may be null. */
    void end(ReplicateResponse message) {
        context.runOnContext(now -> {
            if (ended) {
                return;
            }
            ended = true;
            if (message == null) {
                response.end();
            } else {
                response.end(message);
            }
        });
    }

    void refuse(KvException why) {
        context.runOnContext(now -> {
            if (!ended) {
                ended = true;
                Refusals.refuse(response, why);
            }
        });
    }

    /** The other side has ended it. On the context. */
    void lost() {
        if (!ended) {
            ended = true;
            response.cancel();
        }
    }

    /** The epoch of its hello; 0 before. */
    long epoch() {
        return epoch;
    }

    void of(long helloEpoch) {
        epoch = helloEpoch;
    }

    /** Whether the first frame has said where both logs part. */
    boolean isPlaced() {
        return placed;
    }

    void place() {
        placed = true;
    }
}
