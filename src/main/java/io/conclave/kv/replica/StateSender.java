package io.conclave.kv.replica;

import com.google.protobuf.UnsafeByteOperations;
import io.conclave.kv.log.Snapshot;
import io.conclave.kv.rpc.Refusals;
import io.conclave.kv.wire.CatchUpChunk;
import io.vertx.core.WorkerExecutor;
import io.vertx.grpc.server.GrpcServerResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** Sends a primary's whole state to one standby, as fast as the standby takes it. */
final class StateSender {

    private static final int CHUNK_BYTES = 512 << 10;

    private final WorkerExecutor workers;
    private final Snapshot snapshot;
    private final GrpcServerResponse<?, CatchUpChunk> response;
    private final CRC32C crc = new CRC32C();
    private long sent;
    private boolean over;

    StateSender(WorkerExecutor workers, Snapshot snapshot, GrpcServerResponse<?, CatchUpChunk> response) {
        this.workers = workers;
        this.snapshot = snapshot;
        this.response = response;
    }

    /** Begins. On the call's context, as all that follows. */
    void start() {
        response.exceptionHandler(e -> end());
        next();
    }

    private void next() {
        if (over) {
            return;
        }
        if (response.writeQueueFull()) {
            response.drainHandler(drained -> {
                response.drainHandler(null);
                next();
            });
            return;
        }
        workers.executeBlocking(this::read, true).onSuccess(this::send).onFailure(e -> {
            end();
            Refusals.refuse(response, e);
        });
    }

    private CatchUpChunk read() throws IOException {
        ByteBuffer part = ByteBuffer.allocate(CHUNK_BYTES);
        int count = snapshot.read(part);
        byte[] bytes = count == CHUNK_BYTES ? part.array() : Arrays.copyOf(part.array(), count);
        crc.update(bytes, 0, count);
        sent += count;
        return CatchUpChunk.newBuilder()
                .setPosition(snapshot.position())
                .setTotalBytes(snapshot.totalBytes())
                .setPart(UnsafeByteOperations.unsafeWrap(bytes))
                .setCrc((int) crc.getValue())
                .setLast(sent == snapshot.totalBytes())
                .build();
    }

    private void send(CatchUpChunk chunk) {
        if (over) {
            return;
        }
        if (chunk.getLast()) {
            end();
            response.end(chunk);
        } else {
            response.write(chunk);
            next();
        }
    }

    private void end() {
        if (over) {
            return;
        }
        over = true;
        workers.executeBlocking(
                () -> {
                    snapshot.close();
                    return null;
                },
                true);
    }
}
