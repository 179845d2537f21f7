package io.conclave.controllers;

/** How a controller stands in its election. */
sealed interface Standing {

    /**
     * It takes no part.
     *
     * @param reason why
     * @param detail more of it
     */
    record Detached(StandingReason reason, String detail) implements Standing {}

    /** It waits for the lock. */
    record Standby() implements Standing {}

    /** It holds the lock and takes office. */
    record Candidate() implements Standing {}

    /**
     * It acts.
     *
     * @param epoch its fencing token
     */
    record Active(long epoch) implements Standing {}

    /**
     * Its term is being ended; when it is, it stands as it will then.
     *
     * @param epoch of the term
     * @param reason why
     * @param detail more of it
     */
    record Resigning(long epoch, StandingReason reason, String detail) implements Standing {}

    /** It was closed. */
    record Closed() implements Standing {}
}
