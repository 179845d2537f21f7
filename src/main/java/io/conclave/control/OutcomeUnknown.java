package io.conclave.control;

import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;

/** The answer where an action was begun and nobody can say what became of it: neither done nor failed. */
public final class OutcomeUnknown {

    static final String CODE = "outcome_unknown";

    private OutcomeUnknown() {}

    /**
     * A 504 problem.
     *
     * @param detail who did not answer, and for how long
     */
    public static ProblemException of(String detail) {
        return new Problem(504, CODE, detail, null, null, null).asException();
    }
}
