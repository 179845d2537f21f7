package io.conclave.kv.show;

import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;
import io.conclave.kv.wire.AdministrationGrpcClient;
import io.conclave.kv.wire.ChangeRingRequest;
import io.conclave.kv.wire.ChangeRingResponse;
import io.conclave.kv.wire.KeyValueGrpcClient;
import io.conclave.kv.wire.StatusRequest;
import io.conclave.kv.wire.StatusResponse;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.client.GrpcClientRequest;
import io.vertx.grpc.client.GrpcClientResponse;
import io.vertx.grpc.common.ServiceMethod;
import java.time.Duration;
import java.util.Optional;

/**
 * Calls single members by their addresses: what a client that finds its own way does not do. Its failures are
 * {@link Problem}s. Belongs to one context.
 */
final class MemberCalls {

    private final Vertx vertx;
    private final GrpcClient client;
    private final Optional<String> token;

    /** @param token what the members want their callers to know */
    MemberCalls(Vertx vertx, Optional<String> token) {
        this.vertx = vertx;
        this.client = GrpcClient.client(vertx);
        this.token = token;
    }

    /** How a member is. */
    Future<StatusResponse> status(String address, Duration limit) {
        return call(address, KeyValueGrpcClient.Status, StatusRequest.getDefaultInstance(), limit);
    }

    /** Asks a server to begin a change of the ring. */
    Future<ChangeRingResponse> changeRing(String address, ChangeRingRequest request, Duration limit) {
        return call(address, AdministrationGrpcClient.ChangeRing, request, limit);
    }

    private <Q, A> Future<A> call(String address, ServiceMethod<A, Q> method, Q question, Duration limit) {
        Promise<A> answer = Promise.promise();
        client.request(socketAddress(address), method)
                .onFailure(failure -> answer.tryFail(away(address, failure)))
                .onSuccess(request -> send(request, question, address, answer));
        long timer = vertx.setTimer(limit.toMillis(), late -> answer.tryFail(silent(address, limit)));
        return answer.future().onComplete(done -> vertx.cancelTimer(timer));
    }

    private <Q, A> void send(GrpcClientRequest<Q, A> request, Q question, String address, Promise<A> answer) {
        if (answer.future().isComplete()) {
            request.cancel();
            return;
        }
        // A member that is halted never answers; what is left open would pile up on its connection.
        answer.future().onFailure(given -> request.cancel());
        token.ifPresent(secret -> request.headers().set("authorization", "Bearer " + secret));
        request.end(question)
                .compose(sent -> request.response())
                .onFailure(failure -> answer.tryFail(away(address, failure)))
                .onSuccess(response -> response.last()
                        .onSuccess(answer::tryComplete)
                        .onFailure(failure -> answer.tryFail(refused(address, response, failure))));
    }

    private static SocketAddress socketAddress(String address) {
        int colon = address.lastIndexOf(':');
        String host = address.substring(0, colon).replaceAll("[\\[\\]]", "");
        return SocketAddress.inetSocketAddress(Integer.parseInt(address.substring(colon + 1)), host);
    }

    private static ProblemException away(String address, Throwable failure) {
        return Problem.unavailable("kv_member_away", address + " cannot be reached: " + failure.getMessage())
                .asException();
    }

    private static ProblemException silent(String address, Duration limit) {
        return Problem.unavailable("kv_member_silent", address + " has not answered within " + limit.toMillis() + " ms")
                .asException();
    }

    private static ProblemException refused(String address, GrpcClientResponse<?, ?> response, Throwable failure) {
        String reason = response.trailers() == null ? null : response.trailers().get("conclave-reason");
        String said =
                response.statusMessage() == null ? String.valueOf(failure.getMessage()) : response.statusMessage();
        return Problem.conflict(reason == null ? "kv_refused" : reason, address + " says: " + said)
                .asException();
    }

    Future<Void> close() {
        return client.close();
    }
}
