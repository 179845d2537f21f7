package io.conclave.controllers;

/** What happens to a controller in its election. */
sealed interface ElectionEvent {

    /** There is a session with the coordinating ensemble, and contact. */
    record Contact() implements ElectionEvent {}

    /** The contact is lost; the session, and with it the lock, may live on for a while. */
    record ContactLost() implements ElectionEvent {}

    /** The ensemble has ended the session: the lock is gone. */
    record SessionEnded() implements ElectionEvent {}

    /** Nobody holds the lock. */
    record LockFree() implements ElectionEvent {}

    /** The lock is this controller's. */
    record LockTaken() implements ElectionEvent {}

    /**
     * Every step was done: the forerunner is fenced and the breadcrumb written.
     *
     * @param epoch of the term to begin
     */
    record OfficeTaken(long epoch) implements ElectionEvent {}

    /**
     * A step could not be done.
     *
     * @param reason why
     * @param detail more of it
     */
    record OfficeMissed(StandingReason reason, String detail) implements ElectionEvent {}

    /**
     * The lock may be another's from now on.
     *
     * @param detail how that is known
     */
    record LeaseOver(String detail) implements ElectionEvent {}

    /**
     * The store has accepted a higher epoch.
     *
     * @param detail whose
     */
    record Fenced(String detail) implements ElectionEvent {}

    /**
     * The term could not be begun.
     *
     * @param detail why
     */
    record TermFailed(String detail) implements ElectionEvent {}

    /**
     * Somebody wants another controller to act.
     *
     * @param detail who
     */
    record AskedToStepDown(String detail) implements ElectionEvent {}

    /** Nothing of the term acts any more. */
    record TermEnded() implements ElectionEvent {}

    /**
     * There cannot be a member of this name.
     *
     * @param detail who has it
     */
    record NameTaken(String detail) implements ElectionEvent {}

    /** It is time to try again. */
    record Retry() implements ElectionEvent {}

    /** The process ends. */
    record Close() implements ElectionEvent {}
}
