package io.conclave.kv.client;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.grpc.common.ServiceMethod;
import java.time.Duration;

/** Calls one member. Its failures are {@link CallFailedException}s. */
interface Transport {

    /** A call with one answer. */
    <Q, A> Future<A> call(String address, ServiceMethod<A, Q> method, Q request, Duration timeout);

    /**
     * A call with many answers.
     *
     * @param each takes them in order, on one event loop
     * @param ended is told once how it ended
     */
    <Q, A> Stream stream(
            String address, ServiceMethod<A, Q> method, Q request, Handler<A> each, Handler<CallFailedException> ended);

    /** A call with many answers, under way. */
    interface Stream {

        /** Takes no more answers until {@link #resume}. */
        void pause();

        void resume();

        /** Ends it; nothing more is told. */
        void cancel();
    }
}
