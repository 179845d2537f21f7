package io.conclave.kv.replica;

import com.google.protobuf.MessageLite;
import io.conclave.kv.KvException;
import io.conclave.kv.rpc.Refusals;
import io.vertx.core.Context;
import io.vertx.grpc.server.GrpcServerRequest;
import io.vertx.grpc.server.GrpcServerResponse;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A primary's stream as it comes in at another member: no more of it waits for the log thread than the bound.
 *
 * @param <Q> what comes in
 * @param <A> what is answered
 */
final class InboundStream<Q extends MessageLite, A> {

    private static final long MOST_WAITING_BYTES = 16 << 20;

    private final GrpcServerRequest<Q, A> call;
    private final GrpcServerResponse<Q, A> response;
    private final Context context;
    private final AtomicLong waitingBytes = new AtomicLong();
    /** Of the context. */
    private boolean ended;
    /** Of the log thread. */
    private long epoch;

    private boolean placed;

    InboundStream(GrpcServerRequest<Q, A> call, Context context) {
        this.call = call;
        this.response = call.response();
        this.context = context;
    }

    /** A frame came in. On the context. */
    void took(Q frame) {
        if (waitingBytes.addAndGet(size(frame)) > MOST_WAITING_BYTES) {
            call.pause();
        }
    }

    /** A frame was dealt with. On the log thread. */
    void done(Q frame) {
        long before = waitingBytes.getAndAdd(-size(frame));
        if (before > MOST_WAITING_BYTES) {
            context.runOnContext(now -> call.resume());
        }
    }

    private static long size(MessageLite frame) {
        return 100L + frame.getSerializedSize();
    }

    void answer(A message) {
        onContext(() -> response.write(message));
    }

    /** Ends it with a last message, which may be null. */
    void end(A message) {
        onContext(() -> {
            ended = true;
            if (message == null) {
                response.end();
            } else {
                response.end(message);
            }
        });
    }

    void refuse(KvException why) {
        onContext(() -> {
            ended = true;
            Refusals.refuse(response, why);
        });
    }

    /** The library throws where the other side has reset the stream before we were told. */
    private void onContext(Runnable write) {
        context.runOnContext(now -> {
            try {
                if (!ended) {
                    write.run();
                }
            } catch (IllegalStateException reset) {
                ended = true;
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
