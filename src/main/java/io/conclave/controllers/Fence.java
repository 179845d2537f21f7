package io.conclave.controllers;

import io.conclave.bus.ControllerRef;
import io.vertx.core.Future;

/** The store that refuses the writes of every controller but the newest. */
public interface Fence {

    /**
     * What the store knows of those who were active.
     *
     * @param epoch the highest that it has accepted
     * @param coordination which coordinating ensemble gave it, or null where none has yet
     */
    record Accepted(long epoch, String coordination) {}

    /** What it knows, read from the store itself. */
    Future<Accepted> accepted();

    /**
     * Makes ready what raising the epoch needs; changes nothing. A standby does that early, since the time that it
     * takes is time for which nobody acts.
     *
     * @param controller who may have to raise it
     * @return a failure where that cannot be done now, which does not stand against raising it later
     */
    Future<Void> prepare(String controller);

    /**
     * Raises the epoch: from its completion on no write with a lower one is accepted, and this controller's own are.
     *
     * @param coordination which coordinating ensemble gave the epoch
     */
    Future<Void> raise(ControllerRef self, String coordination);

    /** Takes no more writes from this controller; those that were handed over are finished. */
    Future<Void> lower();
}
