package io.conclave.storage;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.ArrayDeque;
import java.util.Queue;

/** A sender: hands its chunks over one at a time while it is not paused, then ends, breaks or falls silent. */
public final class ChunkStream implements ReadStream<Buffer> {

    private final Context context;
    private final Queue<Buffer> chunks = new ArrayDeque<>();
    private Handler<Buffer> handler;
    private Handler<Void> endHandler;
    private Handler<Throwable> exceptionHandler;
    private Ending ending = Ending.END;
    private boolean flowing = true;
    private boolean over;
    private long handedOver;

    public enum Ending {
        END,
        BREAK,
        SILENCE
    }

    public ChunkStream(Context context) {
        this.context = context;
    }

    public ChunkStream chunk(byte[] bytes) {
        chunks.add(Buffer.buffer(bytes));
        return this;
    }

    /** One more chunk, for one who does not end by itself. */
    public void later(byte[] bytes) {
        chunk(bytes);
        step();
    }

    public ChunkStream then(Ending how) {
        ending = how;
        return this;
    }

    /** How many bytes the receiver has let come. */
    public synchronized long handedOver() {
        return handedOver;
    }

    private void step() {
        if (!flowing || over) {
            return;
        }
        Buffer next = chunks.poll();
        if (next != null) {
            synchronized (this) {
                handedOver += next.length();
            }
            handler.handle(next);
            context.runOnContext(ignored -> step());
        } else if (ending != Ending.SILENCE) {
            over = true;
            if (ending == Ending.END) {
                endHandler.handle(null);
            } else {
                exceptionHandler.handle(new java.io.IOException("connection reset"));
            }
        }
    }

    @Override
    public ChunkStream exceptionHandler(Handler<Throwable> given) {
        exceptionHandler = given;
        return this;
    }

    @Override
    public ChunkStream handler(Handler<Buffer> given) {
        handler = given;
        return this;
    }

    @Override
    public ChunkStream pause() {
        flowing = false;
        return this;
    }

    @Override
    public ChunkStream resume() {
        flowing = true;
        context.runOnContext(ignored -> step());
        return this;
    }

    @Override
    public ChunkStream fetch(long amount) {
        return resume();
    }

    @Override
    public ChunkStream endHandler(Handler<Void> given) {
        endHandler = given;
        return this;
    }
}
