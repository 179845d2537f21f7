package io.conclave.controllers;

/** What an {@link Election} wants done; in the order given. */
enum Effect {
    /** Take the lock where it is free, and else tell when it is. */
    TRY_LOCK,
    /** Fence the forerunner, and take the next epoch. */
    TAKE_OFFICE,
    /** Forget an accession that is under way, and what it may have reached. */
    ABANDON_OFFICE,
    BEGIN_TERM,
    END_TERM,
    /** Give the lock back, and the breadcrumb with it where the term ended in order. */
    RELEASE_IN_ORDER,
    /** Give the lock back and leave the breadcrumb, since something of the term may still be under way. */
    RELEASE,
    /** Leave the session, with all that it owns, for a new one. */
    RENEW_SESSION,
    /** Tell {@link ElectionEvent.Retry} after a while. */
    RETRY_LATER,
    /** End the session. */
    LEAVE
}
