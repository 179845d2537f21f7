package io.conclave.web.rest;

import io.conclave.web.guard.Connections;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;

/**
 * Lets a client that is still sending read its answer, then closes. Closing at once resets the connection, and the
 * answer may be lost with it; reading on for ever is what the answer refused. So the rest is thrown away for a short
 * time and up to an amount.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#section-9.6">RFC 9112, section 9.6</a>
 */
final class LingeringClose {

    static final long MOST_BYTES = 16L << 20;
    private static final long LONGEST_MS = 2_000;

    private LingeringClose() {}

    /** Closes the request's connection when its rest has come, or after two seconds or 16 MiB. */
    static void begin(Vertx vertx, HttpServerRequest request) {
        long most = request.bytesRead() + MOST_BYTES;
        long timer = vertx.setTimer(LONGEST_MS, ignored -> Connections.sever(request.connection()));
        request.exceptionHandler(gone -> vertx.cancelTimer(timer));
        request.endHandler(ended -> {
            vertx.cancelTimer(timer);
            request.connection().close();
        });
        request.handler(ignored -> {
            if (request.bytesRead() > most) {
                vertx.cancelTimer(timer);
                Connections.sever(request.connection());
            }
        });
        request.resume();
    }
}
