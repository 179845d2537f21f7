package io.conclave.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.sqlite.SQLiteConfig;

/** What is particular to the engine: how to connect, tune and migrate. */
final class Dialect {

    private static final String SQLITE = "jdbc:sqlite:";
    private static final int BUSY_TIMEOUT_MS = 5_000;

    private final String url;

    private Dialect(String url) {
        this.url = url;
    }

    static Dialect of(String url) {
        if (!url.startsWith(SQLITE)) {
            throw new StoreException("DATABASE_URL must begin with " + SQLITE + ", but is " + url, null, true);
        }
        return new Dialect(url);
    }

    /** Brings the schema up to date; never starts over with an empty one where something is wrong with the old. */
    void migrate() {
        Path file = Path.of(url.substring(SQLITE.length()));
        try {
            Path folder = file.toAbsolutePath().getParent();
            Files.createDirectories(folder);
            Flyway.configure(Dialect.class.getClassLoader())
                    .dataSource(url, null, null)
                    .locations("classpath:db/migration", "classpath:db/sqlite")
                    .validateMigrationNaming(true)
                    .load()
                    .migrate();
        } catch (IOException e) {
            throw new StoreException("the folder of " + file + " cannot be made: " + e.getMessage(), e, true);
        } catch (FlywayException e) {
            throw new StoreException(
                    file + " is damaged, locked, or was written by a newer Conclave (" + firstLine(e)
                            + "). Move it away to start empty, or put a backup in its place; the files' bytes and their"
                            + " znodes are untouched.",
                    e,
                    true);
        }
    }

    private static String firstLine(Throwable e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    /**
     * A new connection with automatic commit off.
     *
     * <p>WAL with {@code synchronous=FULL}: a commit is on disk when it returns. Readers see whole commits only.
     */
    Connection connect(boolean readOnly) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(BUSY_TIMEOUT_MS);
        config.setTransactionMode(
                readOnly ? SQLiteConfig.TransactionMode.DEFERRED : SQLiteConfig.TransactionMode.IMMEDIATE);
        config.enforceForeignKeys(true);
        Properties properties = config.toProperties();
        try {
            Connection connection = DriverManager.getConnection(url, properties);
            if (!readOnly) {
                connection.setAutoCommit(false);
            } else {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("PRAGMA query_only = ON");
                }
            }
            return connection;
        } catch (SQLException e) {
            throw new StoreException(url + ": " + e.getMessage(), e, true);
        }
    }

    /** Folds the write-ahead log back into the file, so that the next start has nothing to recover. */
    void beforeClose(Connection connection) throws SQLException {
        connection.setAutoCommit(true);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }
    }
}
