package io.conclave.cli;

import io.conclave.bus.ProblemException;
import io.conclave.config.HttpSettings;
import java.io.IOException;

/**
 * The controller could not be started. The message is for the person who tried: what stood against it and what to do.
 */
public final class StartException extends Exception {

    private StartException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The address of the settings cannot be listened on. */
    static StartException cannotListen(HttpSettings http, Throwable cause) {
        return new StartException(
                http.host() + " port " + http.port() + " cannot be listened on (" + cause.getMessage()
                        + "): set HTTP_PORT to another port, or to 0 for a free one",
                cause);
    }

    /** Says of a failure during the start what it means. */
    static StartException of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProblemException known) {
                return new StartException(known.problem().detail(), failure);
            }
        }
        if (failure instanceof IOException) {
            return new StartException("the disk refused: " + failure.getMessage() + "; check DATA_DIR", failure);
        }
        return new StartException(String.valueOf(failure.getMessage()), failure);
    }
}
