package io.conclave.cli;

import io.conclave.bus.ProblemException;
import java.io.IOException;
import java.net.BindException;

/**
 * The controller could not be started. The message is for the person who tried: what stood against it and what to do.
 */
public final class StartException extends Exception {

    private StartException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Says of a failure during the start what it means. */
    static StartException of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProblemException known) {
                return new StartException(known.problem().detail(), failure);
            }
            if (cause instanceof BindException || cause instanceof java.nio.channels.AlreadyBoundException) {
                return new StartException(
                        "the address is taken (" + cause.getMessage()
                                + "): set HTTP_PORT to another port, or to 0 for a" + " free one",
                        failure);
            }
        }
        if (failure instanceof IOException) {
            return new StartException("the disk refused: " + failure.getMessage() + "; check DATA_DIR", failure);
        }
        return new StartException(String.valueOf(failure.getMessage()), failure);
    }
}
