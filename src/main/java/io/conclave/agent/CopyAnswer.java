package io.conclave.agent;

import io.conclave.bus.Json;
import io.conclave.storage.Copied;
import io.conclave.storage.CopyState;
import io.conclave.storage.CopyWatch;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/**
 * Tells a controller line by line how a copy goes on, twice a second also where nothing is new, so that it knows that
 * the agent lives. Where the controller goes away, the copy is stopped.
 */
final class CopyAnswer implements CopyWatch {

    private static final long TELL_MS = 500;

    private final Vertx vertx;
    private final HttpServerResponse response;
    private volatile CopyState state = new CopyState(0, 0, null);
    private volatile boolean left;

    CopyAnswer(Vertx vertx, AgentCall call) {
        this.vertx = vertx;
        this.response = call.response();
        response.closeHandler(closed -> left = true);
        response.exceptionHandler(broken -> left = true);
    }

    @Override
    public void at(CopyState now) {
        state = now;
    }

    @Override
    public boolean stopped() {
        return left;
    }

    /** Tells of this copy until its end. */
    Future<Void> follow(Future<Copied> copy) {
        response.setChunked(true).putHeader(HttpHeaders.CONTENT_TYPE, Wire.LINES);
        tell(new Wire.CopyLine(state, null));
        long timer = vertx.setPeriodic(TELL_MS, tick -> {
            if (!left && !response.writeQueueFull()) {
                tell(new Wire.CopyLine(state, null));
            }
        });
        return copy.transform(ended -> {
            vertx.cancelTimer(timer);
            if (ended.failed()) {
                return Future.failedFuture(ended.cause());
            }
            return left
                    ? Future.succeededFuture()
                    : tell(new Wire.CopyLine(null, ended.result())).compose(told -> response.end());
        });
    }

    private Future<Void> tell(Wire.CopyLine line) {
        return response.write(Buffer.buffer(Json.encode(line) + "\n"));
    }
}
