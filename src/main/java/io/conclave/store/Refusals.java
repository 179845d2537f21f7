package io.conclave.store;

import io.conclave.bus.ControllerRef;
import io.conclave.bus.Problem;

/** What callers are told where the database did not do what they wanted. */
final class Refusals {

    private Refusals() {}

    static RuntimeException closing() {
        return Problem.unavailable("closing", "the controller is shutting down").asException();
    }

    static RuntimeException overloaded(int calls) {
        return Problem.unavailable("overloaded", "more than " + calls + " database calls wait; try again")
                .asException();
    }

    static RuntimeException fenced(ControllerRef self, EpochRow accepted) {
        return new Problem(
                        409,
                        "fenced",
                        "controller " + self.id() + " writes with epoch " + self.epoch() + ", but " + holder(accepted)
                                + " has taken over",
                        "epoch",
                        Long.toString(self.epoch()),
                        accepted.epoch() + " or more")
                .asException();
    }

    static RuntimeException standby(EpochRow accepted) {
        return Problem.unavailable(
                        "standby",
                        accepted.isTaken()
                                ? "this controller is a standby and changes nothing; " + holder(accepted)
                                        + " was active last"
                                : "this controller is a standby and changes nothing; none is active yet")
                .asException();
    }

    private static String holder(EpochRow accepted) {
        return "controller " + accepted.controller() + " with epoch " + accepted.epoch();
    }

    /** Nothing was changed. */
    static RuntimeException unavailable(String place, String reason) {
        return Problem.unavailable(
                        "database_unavailable",
                        "the database at " + place + " does not answer (" + reason
                                + "); nothing was changed, so try again")
                .asException();
    }

    static RuntimeException outcomeUnknown(String place, String reason) {
        return Problem.unavailable(
                        "outcome_unknown",
                        "the database at " + place + " did not say whether it was done (" + reason
                                + "); look before you repeat it")
                .asException();
    }

    /** What a failure of a statement means to its caller. */
    static RuntimeException of(RuntimeException failure) {
        if (!(failure instanceof StoreException store)) {
            return failure;
        }
        return switch (store.fault()) {
            case DISK_FULL ->
                new Problem(507, "disk_full", "the database's disk is full; make room, then repeat", null, null, null)
                        .asException();
            case TOO_SLOW ->
                Problem.unavailable(
                                "database_slow",
                                "the database took longer than it may (" + StoreException.firstLine(store.getCause())
                                        + "); nothing was changed, so try again")
                        .asException();
            default -> store;
        };
    }
}
