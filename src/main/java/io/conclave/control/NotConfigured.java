package io.conclave.control;

import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;

/** The answer to what this way of control cannot do as it is set up. */
public final class NotConfigured {

    static final String CODE = "not_configured";

    private NotConfigured() {}

    /**
     * A 409 problem.
     *
     * @param detail what is missing, and the setting that would supply it
     */
    public static ProblemException of(String detail) {
        return Problem.conflict(CODE, detail).asException();
    }
}
