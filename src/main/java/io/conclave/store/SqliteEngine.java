package io.conclave.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** A file of SQLite's, in write-ahead mode. One process has it; a folder's lock sees to that. */
final class SqliteEngine implements Engine {

    private static final String PREFIX = "jdbc:sqlite:";
    private static final int BUSY_TIMEOUT_MS = 5_000;
    private static final int LARGEST_GROUP = 512;

    private final String url;

    SqliteEngine(String url) {
        this.url = url;
    }

    @Override
    public String place() {
        return url.substring(PREFIX.length());
    }

    @Override
    public void migrate() {
        Path file = Path.of(place());
        try {
            Path folder = file.toAbsolutePath().getParent();
            Files.createDirectories(folder);
            Flyway.configure(SqliteEngine.class.getClassLoader())
                    .dataSource(url, null, null)
                    .locations("classpath:db/migration", "classpath:db/sqlite")
                    .validateMigrationNaming(true)
                    .load()
                    .migrate();
        } catch (IOException e) {
            throw StoreException.atOpen("the folder of " + file + " cannot be made: " + e.getMessage(), e);
        } catch (FlywayException e) {
            throw StoreException.atOpen(
                    file + " is damaged, locked, or was written by a newer Conclave (" + StoreException.firstLine(e)
                            + "). Move it away to start empty, or put a backup in its place; the files' bytes and their"
                            + " znodes are untouched.",
                    e);
        }
    }

    /** WAL: readers see whole commits only. Each statement is a transaction of its own. */
    @Override
    public Connection connectReader() throws SQLException {
        Connection connection = DriverManager.getConnection(
                url, config(SQLiteConfig.TransactionMode.DEFERRED).toProperties());
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA query_only = ON");
        }
        return connection;
    }

    /** WAL with {@code synchronous=FULL}: a commit is on disk when it returns. */
    @Override
    public Connection connectWriter(String controller) throws SQLException {
        Connection connection = DriverManager.getConnection(
                url, config(SQLiteConfig.TransactionMode.IMMEDIATE).toProperties());
        connection.setAutoCommit(false);
        return connection;
    }

    private static SQLiteConfig config(SQLiteConfig.TransactionMode mode) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(BUSY_TIMEOUT_MS);
        config.setTransactionMode(mode);
        config.enforceForeignKeys(true);
        return config;
    }

    @Override
    public int largestGroup() {
        return LARGEST_GROUP;
    }

    /** The whole file is locked: a writing transaction begins as the only one. */
    @Override
    public String lockingEpoch() {
        return EpochTable.ACCEPTED;
    }

    /** There is nothing between it and its file. */
    @Override
    public boolean answers(Connection connection) {
        return true;
    }

    @Override
    public boolean losesCommits() {
        return false;
    }

    @Override
    public void endRead(Connection connection) {
        // Each statement was a transaction of its own.
    }

    @Override
    public Fault fault(SQLException e) {
        if (!(e instanceof SQLiteException sqlite)) {
            return Fault.OTHER;
        }
        SQLiteErrorCode code = sqlite.getResultCode();
        return switch (code) {
            case SQLITE_FULL -> Fault.DISK_FULL;
            case SQLITE_CONSTRAINT_UNIQUE, SQLITE_CONSTRAINT_PRIMARYKEY -> Fault.DUPLICATE;
            default -> Fault.OTHER;
        };
    }

    @Override
    public void endHolder(Statements statements) {
        // Nobody else writes to the file.
    }

    /** Folds the write-ahead log back into the file, so that the next start has nothing to recover. */
    @Override
    public void beforeClose(Connection connection) throws SQLException {
        connection.setAutoCommit(true);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }
    }

    /** Never: a connection that is closed while a statement runs on it has taken whole JVMs down. */
    @Override
    public void breakOff(Connection connection) {
        // The process ends soon, and the file is safe whenever it does.
    }
}
