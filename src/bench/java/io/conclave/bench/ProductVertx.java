package io.conclave.bench;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;

/** A Vert.x with the transport that the product runs on, for both sides of a comparison. */
public final class ProductVertx {

    private ProductVertx() {}

    /** A new one. */
    public static Vertx create() {
        return Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    }
}
