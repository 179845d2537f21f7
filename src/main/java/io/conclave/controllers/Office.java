package io.conclave.controllers;

import io.conclave.bus.ControllerRef;
import io.vertx.core.Future;

/** What the active controller does, as far as its election is concerned: it begins and it ends. */
public interface Office {

    /**
     * Makes ready what beginning needs; acts in nothing. A standby does that early, since code that never ran is slow
     * the first time.
     */
    Future<Void> rehearse();

    /** Begins to act; from now on everything that this controller does carries its epoch. */
    Future<Void> begin(ControllerRef self);

    /**
     * Acts no more. Completes when that is so, in bounded time and without failing; called a second time, and without a
     * beginning, it does nothing more.
     */
    Future<Void> end();
}
