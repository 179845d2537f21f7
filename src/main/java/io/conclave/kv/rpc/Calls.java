package io.conclave.kv.rpc;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.grpc.server.GrpcServerRequest;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Handlers of calls, whose refusals travel with their trailers. */
public final class Calls {

    private Calls() {}

    /**
     * Answers one message with one message.
     *
     * @param service gives the answer, or fails with a {@link io.conclave.kv.KvException}
     * @param <Q> the request
     * @param <A> the answer
     */
    public static <Q, A> Handler<GrpcServerRequest<Q, A>> unary(Function<Q, Future<A>> service) {
        return unary((message, call) -> service.apply(message));
    }

    /**
     * As above, for a service that looks at the call as well, such as for its time limit.
     *
     * @param service gives the answer, or fails with a {@link io.conclave.kv.KvException}
     * @param <Q> the request
     * @param <A> the answer
     */
    public static <Q, A> Handler<GrpcServerRequest<Q, A>> unary(
            BiFunction<Q, GrpcServerRequest<Q, A>, Future<A>> service) {
        return call -> call.handler(message -> answer(service, message, call).onComplete(done -> {
            if (done.succeeded()) {
                call.response().end(done.result());
            } else {
                Refusals.refuse(call.response(), done.cause());
            }
        }));
    }

    private static <Q, A> Future<A> answer(
            BiFunction<Q, GrpcServerRequest<Q, A>, Future<A>> service, Q message, GrpcServerRequest<Q, A> call) {
        try {
            return service.apply(message, call);
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }
}
