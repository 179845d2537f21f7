package io.conclave.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection with its statements and tables; used by one thread alone. */
final class Session {

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    private final Engine engine;
    private final Statements statements;
    private final Tx tx;
    private long heardOf = System.nanoTime();

    Session(Engine engine, Connection connection) {
        this.engine = engine;
        this.statements = new Statements(engine, connection);
        this.tx = new Tx(statements);
    }

    Connection connection() {
        return statements.connection();
    }

    Statements statements() {
        return statements;
    }

    Tx tx() {
        return tx;
    }

    /** Notes that the engine has answered. */
    void hearOf() {
        heardOf = System.nanoTime();
    }

    /** Whether the engine is still there, which is asked where nothing was heard of it for so long. */
    boolean isThere(Duration quiet) {
        return System.nanoTime() - heardOf < quiet.toNanos() || engine.answers(connection());
    }

    /** Undoes what is not committed; false where the connection is gone. */
    boolean rollback() {
        try {
            connection().rollback();
            return true;
        } catch (SQLException e) {
            LOG.debug("no rollback: {}", e.toString());
            return false;
        }
    }

    void close() {
        try {
            statements.close();
        } catch (SQLException e) {
            LOG.debug("a connection did not close cleanly: {}", e.toString());
        }
    }
}
