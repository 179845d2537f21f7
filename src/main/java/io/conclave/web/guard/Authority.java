package io.conclave.web.guard;

import io.vertx.ext.web.RoutingContext;

/** A caller's right to be here. It was given when the caller came in and can end while its socket is open. */
@FunctionalInterface
public interface Authority {

    /** Of everybody, where no token is set. */
    Authority ALWAYS = () -> true;

    /** Whether it still holds. */
    boolean holds();

    /** The right that this request was let in with. */
    static Authority of(RoutingContext ctx) {
        Authority given = ctx.get(Authority.class.getName());
        if (given == null) {
            throw new IllegalStateException(
                    "nothing has looked at who asks for " + ctx.request().path());
        }
        return given;
    }

    /** Lets a request in. */
    default void grantTo(RoutingContext ctx) {
        ctx.put(Authority.class.getName(), this);
    }
}
