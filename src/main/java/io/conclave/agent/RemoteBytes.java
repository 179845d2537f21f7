package io.conclave.agent;

import io.conclave.storage.StoredBytes;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;

/** An agent's file that is being read: one piece at a time is let through, so that the agent sends no faster. */
final class RemoteBytes implements StoredBytes {

    private final Context context;
    private final HttpClientRequest request;
    private final HttpClientResponse response;
    private final long sizeBytes;
    private Promise<Buffer> wanted;
    private Throwable broken;
    private boolean ended;

    /** To be made in the turn of the event loop in which the answer came, on its context. */
    RemoteBytes(Vertx vertx, Peer peer, HttpClientRequest request, HttpClientResponse response, long sizeBytes) {
        this.context = vertx.getOrCreateContext();
        this.request = request;
        this.response = response;
        this.sizeBytes = sizeBytes;
        response.pause();
        response.handler(piece -> give(piece, null));
        response.endHandler(end -> {
            ended = true;
            give(Buffer.buffer(), null);
        });
        response.exceptionHandler(cause -> {
            broken = AgentClient.away(peer, cause).asException();
            give(null, broken);
        });
    }

    private void give(Buffer piece, Throwable failure) {
        Promise<Buffer> waiting = wanted;
        wanted = null;
        if (waiting == null) {
            return;
        }
        if (failure == null) {
            waiting.complete(piece);
        } else {
            waiting.fail(failure);
        }
    }

    @Override
    public long sizeBytes() {
        return sizeBytes;
    }

    @Override
    public Future<Buffer> next() {
        Promise<Buffer> promise = Promise.promise();
        context.runOnContext(ignored -> {
            if (broken != null) {
                promise.fail(broken);
            } else if (ended) {
                promise.complete(Buffer.buffer());
            } else {
                wanted = promise;
                response.fetch(1);
            }
        });
        return promise.future();
    }

    @Override
    public void close() {
        context.runOnContext(ignored -> {
            if (!ended && broken == null) {
                request.reset();
            }
        });
    }
}
