package io.conclave.control;

import io.conclave.bus.Problem;

/** What a person gives as the reason of an action. */
final class GivenReason {

    private static final int LONGEST = 500;

    private GivenReason() {}

    /**
     * Refuses a reason that says nothing or too much.
     *
     * @param forced whether there must be one
     * @throws io.conclave.bus.ProblemException 400, naming the field
     */
    static void require(String reason, Boolean forced) {
        if (reason != null && (reason.isBlank() || reason.length() > LONGEST)) {
            throw Problem.invalid("reason", reason, "1 to " + LONGEST + " characters, not all of them blank")
                    .asException();
        }
        if (Boolean.TRUE.equals(forced) && reason == null) {
            throw Problem.invalid("reason", null, "given where an action is forced: 1 to " + LONGEST + " characters")
                    .asException();
        }
    }
}
