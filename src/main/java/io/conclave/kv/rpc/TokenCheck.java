package io.conclave.kv.rpc;

import io.conclave.kv.KvReason;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.grpc.common.GrpcStatus;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * Lets through only calls that show the token. The health service answers without it, since those that ask it are often
 * not those that may read keys.
 */
final class TokenCheck implements Handler<HttpServerRequest> {

    private static final String HEALTH = "/grpc.health.v1.Health/";
    private static final String SCHEME = "Bearer ";

    private final byte[] token;
    private final Handler<HttpServerRequest> next;

    TokenCheck(String token, Handler<HttpServerRequest> next) {
        this.token = token.getBytes(StandardCharsets.US_ASCII);
        this.next = next;
    }

    @Override
    public void handle(HttpServerRequest request) {
        String shown = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (request.path().startsWith(HEALTH) || isShown(shown)) {
            next.handle(request);
            return;
        }
        request.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/grpc")
                .putHeader("grpc-status", String.valueOf(GrpcStatus.UNAUTHENTICATED.code))
                .putHeader("grpc-message", KvReason.UNAUTHENTICATED.english())
                .putHeader(Refusals.REASON, KvReason.UNAUTHENTICATED.code())
                .end();
    }

    /**
     * Whether a call with this in its header {@code authorization}, or null, has shown the token. Takes as long for a
     * wrong token as for the right one, so that it cannot be found out letter by letter.
     */
    boolean isShown(CharSequence authorization) {
        String shown = authorization == null ? "" : authorization.toString();
        return shown.startsWith(SCHEME)
                && MessageDigest.isEqual(token, shown.substring(SCHEME.length()).getBytes(StandardCharsets.UTF_8));
    }
}
