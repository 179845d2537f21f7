package io.conclave.testing;

import org.junit.jupiter.api.Assumptions;

/** Programs that tests use and that are not on every machine. */
public final class RealParts {

    private RealParts() {}

    /** Skips the test with a printed reason, or fails it under {@code real.parts=required}. Never returns. */
    public static AssertionError missing(String reason) {
        if (System.getProperty("real.parts", "optional").equals("required")) {
            throw new IllegalStateException(reason);
        }
        System.err.println("skipped: " + reason);
        Assumptions.abort(reason);
        return new AssertionError(reason);
    }
}
