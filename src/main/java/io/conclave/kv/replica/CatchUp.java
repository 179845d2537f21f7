package io.conclave.kv.replica;

import io.conclave.kv.log.Installation;
import io.conclave.kv.rpc.HostPort;
import io.conclave.kv.wire.CatchUpChunk;
import io.conclave.kv.wire.CatchUpRequest;
import io.conclave.kv.wire.ReplicationGrpcClient;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.streams.ReadStream;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;

/**
 * Receives the whole state from the primary, for a member that cannot go on from its own log. What comes is written
 * beside the log, checked and synced; the log is what it was until then.
 */
final class CatchUp {

    private static final int MOST_CHUNKS_WAITING = 16;
    private static final long SILENCE_MS = 10_000;

    private final Parts parts;
    private final CRC32C crc = new CRC32C();
    private final Promise<Installation> received = Promise.promise();
    private Installation into;
    private ReadStream<CatchUpChunk> chunks;
    private long position;
    private int waiting;
    private boolean heard;
    private long timer;

    private CatchUp(Parts parts) {
        this.parts = parts;
    }

    /**
     * Asks for the state of the primary of an epoch.
     *
     * @return what is to be finished on the log thread
     */
    static Future<Installation> from(Parts parts, String address, long epoch) {
        CatchUp catchUp = new CatchUp(parts);
        parts.context().runOnContext(now -> catchUp.ask(address, epoch));
        return catchUp.received.future();
    }

    /** All of what follows is on the context, but for writing. */
    private void ask(String address, long epoch) {
        ReplicaOptions self = parts.options();
        timer = parts.vertx().setPeriodic(SILENCE_MS, fired -> {
            if (!heard) {
                fail(new IOException("the primary is silent"));
            }
            heard = waiting > 0;
        });
        CatchUpRequest request = CatchUpRequest.newBuilder()
                .setCluster(self.cluster())
                .setGroup(self.group())
                .setStandby(self.number())
                .setEpoch(epoch)
                .build();
        ReplicationGrpcClient.create(parts.client(), HostPort.parse(address))
                .catchUp(request)
                .timeout(SILENCE_MS, TimeUnit.MILLISECONDS)
                .onSuccess(this::begin)
                .onFailure(this::fail);
    }

    private void begin(ReadStream<CatchUpChunk> stream) {
        chunks = stream;
        stream.exceptionHandler(this::fail);
        stream.endHandler(end -> {
            if (waiting == 0) {
                fail(new IOException("the stream ended before its last part"));
            }
        });
        stream.handler(this::chunk);
    }

    private void chunk(CatchUpChunk chunk) {
        heard = true;
        if (++waiting > MOST_CHUNKS_WAITING) {
            chunks.pause();
        }
        parts.workers()
                .executeBlocking(() -> write(chunk), true)
                .onSuccess(last -> {
                    if (--waiting <= MOST_CHUNKS_WAITING / 2) {
                        chunks.resume();
                    }
                    if (last) {
                        end();
                        received.tryComplete(into);
                    }
                })
                .onFailure(this::fail);
    }

    /** On a worker, one after the other. */
    private boolean write(CatchUpChunk chunk) throws IOException {
        if (into == null) {
            into = parts.log().install();
            position = chunk.getPosition();
        }
        byte[] part = chunk.getPart().toByteArray();
        crc.update(part, 0, part.length);
        if ((int) crc.getValue() != chunk.getCrc()) {
            throw new IOException("the state came in with another CRC than it was sent with");
        }
        into.write(java.nio.ByteBuffer.wrap(part));
        if (chunk.getLast()) {
            into.verify(position);
        }
        return chunk.getLast();
    }

    private void end() {
        parts.vertx().cancelTimer(timer);
    }

    private void fail(Throwable why) {
        end();
        if (!received.tryFail(why)) {
            return;
        }
        parts.workers()
                .executeBlocking(
                        () -> {
                            if (into != null) {
                                into.close();
                            }
                            return null;
                        },
                        true);
    }
}
