package io.conclave.store;

import io.conclave.bus.ControllerRef;
import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The writer's connection: made when it is needed, and anew where it was lost. Used by the writer's thread alone. */
final class WriterSession {

    private static final Logger LOG = LoggerFactory.getLogger(WriterSession.class);

    private final Engine engine;
    private final Duration quiet;
    private volatile Session session;
    /** Whether one was lost since the last commit; the server may not know yet, and keep its transaction. */
    private boolean lostOne;

    /** @param quiet until a connection is asked whether the engine is there */
    WriterSession(Engine engine, Duration quiet) {
        this.engine = engine;
        this.quiet = quiet;
    }

    /**
     * The session of a controller that is or becomes active.
     *
     * @throws StoreException where no connection is to be had now, whatever for: whoever ran until now may soon again
     */
    Session of(ControllerRef term) {
        if (session != null && !session.isThere(quiet)) {
            LOG.info("nobody answers on the connection that writes after it was quiet; it is made anew");
            drop();
        }
        if (session == null) {
            try {
                session = new Session(engine, engine.connectWriter(term.id()));
            } catch (SQLException e) {
                throw new StoreException("a connection", e, Engine.Fault.LOST);
            }
        }
        return session;
    }

    /** Commits, so that it is on disk. */
    void commit() throws SQLException {
        session.connection().commit();
        session.hearOf();
        lostOne = false;
    }

    /** Undoes what is not committed. */
    void undo() {
        if (session != null && !session.rollback()) {
            drop();
        }
    }

    /**
     * Leaves the transaction in which this fault came.
     *
     * @param begins whether it was to begin a term
     * @return whether it is worth being repeated
     */
    boolean leave(Engine.Fault fault, boolean begins) {
        switch (fault) {
            case LOST -> {
                drop();
                lostOne = true;
                return true;
            }
            case PASSING -> {
                undo();
                if (begins || lostOne) {
                    endHolder();
                }
                return true;
            }
            default -> {
                undo();
                return false;
            }
        }
    }

    /**
     * Somebody keeps the epoch locked for longer than any work takes: a controller that stands still, or a connection
     * of our own that is lost.
     */
    private void endHolder() {
        if (session == null) {
            return;
        }
        try {
            engine.endHolder(session.statements());
        } catch (StoreException e) {
            LOG.warn("the session that keeps the epoch locked could not be ended: {}", e.getMessage());
        }
        undo();
    }

    private void drop() {
        if (session != null) {
            session.close();
            session = null;
        }
    }

    /** Closes it in order. */
    void close() {
        try {
            if (session != null) {
                engine.beforeClose(session.connection());
            }
        } catch (SQLException e) {
            LOG.warn("the database did not close cleanly: {}", e.toString());
        }
        drop();
    }

    /** Ends what the writer's thread waits for, from another thread. */
    void breakOff() {
        Session current = session;
        if (current != null) {
            engine.breakOff(current.connection());
        }
    }
}
