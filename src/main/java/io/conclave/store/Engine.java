package io.conclave.store;

import java.sql.Connection;
import java.sql.SQLException;

/** What is particular to a database engine: how to connect, migrate and fence, and what its errors mean. */
interface Engine {

    /** Where it is, as messages may show it: no user, no password. */
    String place();

    /**
     * Brings the schema up to date; never starts over with an empty one where something is wrong with the old.
     *
     * @throws SQLException where the engine cannot be reached yet, so that it is worth trying again
     * @throws StoreException where trying again is of no use; says what to do
     */
    void migrate() throws SQLException;

    /** A new connection that reads, with each work in a transaction or each statement in one of its own. */
    Connection connectReader() throws SQLException;

    /**
     * A new connection that writes, automatic commit off, whose commits are on disk when they return.
     *
     * @param controller whose, for those who look at the engine's sessions
     */
    Connection connectWriter(String controller) throws SQLException;

    /**
     * Whether the engine still answers on a connection that was quiet; asked for a second at the most. May begin a
     * transaction.
     */
    boolean answers(Connection connection);

    /** How many works may share a commit. */
    int largestGroup();

    /** Reads the accepted epoch so that it cannot be raised before this transaction ends. */
    String lockingEpoch();

    /** Whether a commit can be made and its answer be lost, so that each has to be numbered in its transaction. */
    boolean losesCommits();

    /** Ends a reader's work. */
    void endRead(Connection connection) throws SQLException;

    /** What an error means for the transaction that it came in. */
    Fault fault(SQLException e);

    /**
     * Ends the session that keeps the accepted epoch locked, as that of a paused controller does; nothing where there
     * is none.
     */
    void endHolder(Statements statements);

    /** Leaves a writer's connection in order. */
    void beforeClose(Connection connection) throws SQLException;

    /** Breaks a connection that a thread may still wait on, where that is safe. */
    void breakOff(Connection connection);

    /** What an error means. */
    enum Fault {
        /** The connection is gone; what was not committed is undone. */
        LOST,
        /**
         * The transaction ran into another one, or the engine into a limit that passes; undone, and worth repeating.
         */
        PASSING,
        /** There is no room on the engine's disk. */
        DISK_FULL,
        /** A statement took longer than it may. */
        TOO_SLOW,
        /** A uniqueness rule of the schema stood against it. */
        DUPLICATE,
        /** Anything else: this statement's own. */
        OTHER
    }
}
