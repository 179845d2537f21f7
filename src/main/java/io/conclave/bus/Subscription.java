package io.conclave.bus;

import io.vertx.core.Future;

/** A subscriber's or server's hold on an address; it ends with its verticle, or when cancelled. */
@FunctionalInterface
public interface Subscription {

    /** Stops delivery; the future completes when no more messages will come. */
    Future<Void> cancel();
}
