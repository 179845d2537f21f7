package io.conclave.cli.probe;

import io.conclave.bus.Problem;
import io.conclave.cli.probe.stream.SourceException;

/** What the probes end with beside 0 and 2; {@code check} has those of monitoring plug-ins instead. */
final class ExitCodes {

    /** It could not be reached, or what it said could not be written. */
    static final int FAILED = 1;

    /** The controller said no. */
    static final int REFUSED = 3;

    /** Whether it was done is not known. */
    static final int UNKNOWN = 5;

    /** Ctrl-C, where it is caught. */
    static final int INTERRUPTED = 130;

    private ExitCodes() {}

    static int of(SourceException.Kind kind) {
        return switch (kind) {
            case UNREACHABLE, LOST -> FAILED;
            case REFUSED -> REFUSED;
            case UNANSWERED -> UNKNOWN;
        };
    }

    /** A controller whose own part did not answer in time, or broke, may have done it all the same. */
    static int of(Problem problem) {
        return problem.status() == 504 || problem.status() == 500 ? UNKNOWN : REFUSED;
    }
}
