package io.conclave.store;

import java.sql.SQLException;

/** The database refused a statement, or could not be opened. The message says what to do where that is known. */
public final class StoreException extends RuntimeException {

    private final Engine.Fault fault;

    StoreException(String statement, SQLException cause, Engine.Fault fault) {
        super("the database refused: " + statement + " (" + firstLine(cause) + ")", cause);
        this.fault = fault;
    }

    private StoreException(String message, Throwable cause) {
        super(message, cause);
        this.fault = Engine.Fault.OTHER;
    }

    /** The database could not be opened. */
    static StoreException atOpen(String message, Throwable cause) {
        return new StoreException("cannot open the database: " + message, cause);
    }

    /** What it means. */
    Engine.Fault fault() {
        return fault;
    }

    /** Whether a uniqueness rule of the schema stood against it. */
    boolean isDuplicate() {
        return fault == Engine.Fault.DUPLICATE;
    }

    static String firstLine(Throwable e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
