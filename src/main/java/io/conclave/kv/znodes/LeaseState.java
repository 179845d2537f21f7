package io.conclave.kv.znodes;

/** Whether a primary may still act as one. */
public sealed interface LeaseState {

    /** It may. */
    record Good() implements LeaseState {}

    /** For now it may not: there was no contact for too long, and another one may be primary. It may be good again. */
    record RanOut() implements LeaseState {}

    /**
     * It never may again.
     *
     * @param detail what has ended it
     */
    record Over(String detail) implements LeaseState {}
}
