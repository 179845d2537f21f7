package io.conclave.store;

import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** The database refused a statement, or could not be opened. The message says what to do where that is known. */
public final class StoreException extends RuntimeException {

    StoreException(String statement, SQLException cause) {
        super("the database refused: " + statement + " (" + cause.getMessage() + ")", cause);
    }

    StoreException(String message, Throwable cause, boolean atOpen) {
        super((atOpen ? "cannot open the database: " : "") + message, cause);
    }

    /** Whether there is no room left on the database's disk. */
    boolean isDiskFull() {
        return getCause() instanceof SQLiteException e && e.getResultCode() == SQLiteErrorCode.SQLITE_FULL;
    }

    /** Whether a uniqueness rule of the schema stood against it. */
    boolean isDuplicate() {
        return getCause() instanceof SQLException e
                && (e instanceof SQLiteException sqlite
                                && (sqlite.getResultCode() == SQLiteErrorCode.SQLITE_CONSTRAINT_UNIQUE
                                        || sqlite.getResultCode() == SQLiteErrorCode.SQLITE_CONSTRAINT_PRIMARYKEY)
                        || "23505".equals(e.getSQLState()));
    }
}
