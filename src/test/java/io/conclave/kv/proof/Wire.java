package io.conclave.kv.proof;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.client.GrpcClientRequest;
import io.vertx.grpc.client.GrpcClientResponse;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.common.ServiceMethod;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Calls members over gRPC once each, with nothing repeated and nothing followed, and tells how they ended. */
final class Wire implements AutoCloseable {

    private static final Duration CONNECT_LIMIT = Duration.ofMillis(500);

    /** More than the member is given, so that its own answer to a deadline is heard. */
    private static final Duration GRACE = Duration.ofMillis(200);

    private final Vertx vertx = Vertx.vertx();
    private final GrpcClient client = GrpcClient.client(
            vertx,
            new HttpClientOptions()
                    .setHttp2ClearTextUpgrade(false)
                    .setTcpNoDelay(true)
                    .setConnectTimeout((int) CONNECT_LIMIT.toMillis()));

    /**
     * How a call ended.
     *
     * @param message the answer, or null where there is none
     * @param sent whether the call may have reached the member
     * @param reason the code of the refusal, or what is known where there is none
     * @param refused whether the member said that it did not do it and why
     * @param primary host:port of the member to ask instead, empty where none was named
     */
    record Reply<A>(A message, boolean sent, boolean refused, String reason, String primary) {}

    /** Calls a member and waits for its answer. */
    <Q, A> Reply<A> call(String address, ServiceMethod<A, Q> method, Q message, Duration limit) {
        int colon = address.lastIndexOf(':');
        SocketAddress member = SocketAddress.inetSocketAddress(
                Integer.parseInt(address.substring(colon + 1)), address.substring(0, colon));
        Future<GrpcClientRequest<Q, A>> opened = client.request(member, method);
        GrpcClientRequest<Q, A> call;
        try {
            call = await(opened, limit);
        } catch (TimeoutException | ExecutionException e) {
            opened.onSuccess(GrpcClientRequest::cancel);
            return new Reply<>(null, false, false, "unreachable", "");
        }
        call.timeout(limit.toMillis(), TimeUnit.MILLISECONDS);
        try {
            Future<GrpcClientResponse<Q, A>> response = call.response();
            call.end(message);
            return answer(await(response, limit.plus(GRACE)), limit);
        } catch (TimeoutException e) {
            call.cancel();
            return new Reply<>(null, true, false, "no answer in time", "");
        } catch (ExecutionException e) {
            return new Reply<>(null, true, false, String.valueOf(e.getCause().getMessage()), "");
        }
    }

    private <Q, A> Reply<A> answer(GrpcClientResponse<Q, A> response, Duration limit)
            throws TimeoutException, ExecutionException {
        try {
            return new Reply<>(await(response.last(), limit.plus(GRACE)), true, false, "", "");
        } catch (ExecutionException e) {
            GrpcStatus status = response.status();
            String reason = trailer(response, "conclave-reason");
            boolean refused = !reason.isEmpty() && !reason.equals("outcome_unknown");
            return new Reply<>(
                    null,
                    true,
                    refused,
                    reason.isEmpty() ? status + ": " + e.getCause().getMessage() : reason,
                    trailer(response, "conclave-primary"));
        }
    }

    /** An answer without a message has its trailers in its headers. */
    private static String trailer(GrpcClientResponse<?, ?> response, String name) {
        String value = response.trailers().get(name);
        String other = value == null ? response.headers().get(name) : value;
        return other == null ? "" : other;
    }

    private static <T> T await(Future<T> future, Duration limit) throws TimeoutException, ExecutionException {
        CompletableFuture<T> done = future.toCompletionStage().toCompletableFuture();
        try {
            return done.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TimeoutException("interrupted");
        }
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
