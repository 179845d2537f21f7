package io.conclave.logs;

/** A sink does not keep entries at the moment; the message says why. */
public final class LogSinkException extends Exception {

    /** @param why what stands against it, for the log and the page */
    public LogSinkException(String why, Throwable cause) {
        super(why, cause);
    }
}
