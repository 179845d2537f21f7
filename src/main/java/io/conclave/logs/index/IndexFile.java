package io.conclave.logs.index;

import io.conclave.logs.LogSinkException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The database file of the index. One that is damaged, or of another version, is moved aside and begun anew: all that
 * is in it can be read again from the logs that are still there. One damaged file is kept for those who want to look at
 * it.
 */
final class IndexFile {

    private static final Logger LOG = LoggerFactory.getLogger(IndexFile.class);

    private static final int VERSION = 3;
    private static final int BUSY_TIMEOUT_MS = 5_000;
    private static final int WRITER_CACHE_KB = 32_768;
    private static final int READER_CACHE_KB = 8_192;
    private static final long MAPPED_BYTES = 256L << 20;
    private static final long JOURNAL_BYTES = 32L << 20;

    /** What the full-text index holds in memory of a transaction before it writes a part of it. */
    private static final int GATHERED_BYTES = 48 << 20;

    /** More of them make searches slower, fewer make writing slower. */
    private static final int SEGMENTS_BEFORE_A_MERGE = 8;

    /** Beyond so many a batch waits for a merge; up to that they are merged while nothing comes. */
    private static final int MOST_SEGMENTS = 64;

    /** Between two foldings of the write-ahead log into the file. */
    private static final int PAGES_BEFORE_A_CHECKPOINT = 6_000;

    private static final String[] SCHEMA = {
        "CREATE TABLE entry (id INTEGER PRIMARY KEY, source INTEGER NOT NULL, time_known INTEGER NOT NULL,"
                + " thread TEXT NOT NULL, logger TEXT NOT NULL, message TEXT NOT NULL, cut INTEGER NOT NULL)",
        "CREATE TABLE source (id INTEGER PRIMARY KEY, name TEXT NOT NULL, node TEXT NOT NULL, UNIQUE (name, node))",
        "CREATE TABLE node (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
        "CREATE TABLE position (source TEXT PRIMARY KEY, file TEXT NOT NULL, file_offset INTEGER NOT NULL,"
                + " head INTEGER NOT NULL, head_length INTEGER NOT NULL)",
        "CREATE VIRTUAL TABLE terms USING fts5(words, parts, tags, content='', contentless_delete=1, tokenize='ascii')",
        "INSERT INTO terms (terms, rank) VALUES ('hashsize', " + GATHERED_BYTES + ")",
        "INSERT INTO terms (terms, rank) VALUES ('automerge', 0)",
        "INSERT INTO terms (terms, rank) VALUES ('usermerge', " + SEGMENTS_BEFORE_A_MERGE + ")",
        "INSERT INTO terms (terms, rank) VALUES ('crisismerge', " + MOST_SEGMENTS + ")",
        "CREATE TABLE kind (id INTEGER PRIMARY KEY)",
        "PRAGMA user_version = " + VERSION
    };

    private final Path file;

    IndexFile(Path file) {
        this.file = file;
    }

    /** A connection that writes; makes the file where there is none. */
    Connection writer() throws SQLException, IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Connection connection = connect(SQLiteConfig.TransactionMode.IMMEDIATE, WRITER_CACHE_KB);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA wal_autocheckpoint = " + PAGES_BEFORE_A_CHECKPOINT);
            int version = version(statement);
            if (version == 0) {
                connection.setAutoCommit(false);
                for (String sql : SCHEMA) {
                    statement.execute(sql);
                }
                connection.commit();
            } else if (version != VERSION) {
                throw new SQLiteException(
                        "the index is of version " + version + ", not " + VERSION, SQLiteErrorCode.SQLITE_NOTADB);
            } else {
                connection.setAutoCommit(false);
                // Finds a damaged root of the two trees, which all others hang from.
                statement.executeQuery("SELECT max(id) FROM entry").close();
                statement
                        .executeQuery("SELECT rowid FROM terms WHERE terms MATCH 'a' LIMIT 1")
                        .close();
                connection.commit();
            }
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** A connection that only reads. */
    Connection reader() throws SQLException {
        Connection connection = connect(SQLiteConfig.TransactionMode.DEFERRED, READER_CACHE_KB);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA query_only = ON");
            statement.execute("PRAGMA mmap_size = " + MAPPED_BYTES);
        }
        return connection;
    }

    private Connection connect(SQLiteConfig.TransactionMode mode, int cacheKb) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        // What the last moments before a power cut would have kept is read again from the logs.
        config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
        config.setBusyTimeout(BUSY_TIMEOUT_MS);
        config.setTransactionMode(mode);
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        config.setCacheSize(-cacheKb);
        config.setJournalSizeLimit((int) JOURNAL_BYTES);
        return DriverManager.getConnection("jdbc:sqlite:" + file, config.toProperties());
    }

    private static int version(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("PRAGMA user_version")) {
            return row.getInt(1);
        }
    }

    /** Moves the file out of the way; to be called with no connection open but readers that will not come back. */
    void moveAside(String why) throws LogSinkException {
        Path aside = file.resolveSibling(file.getFileName() + ".damaged");
        try {
            if (Files.exists(file)) {
                Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
            }
            try (DirectoryStream<Path> journals =
                    Files.newDirectoryStream(file.toAbsolutePath().getParent(), file.getFileName() + "-*")) {
                for (Path journal : journals) {
                    Files.delete(journal);
                }
            }
            LOG.warn(
                    "the index of the logs {} is damaged ({}); it was moved to {} and is filled again from the logs",
                    file,
                    why,
                    aside);
        } catch (IOException e) {
            throw new LogSinkException("the damaged index " + file + " cannot be moved aside: " + e, e);
        }
    }

    /** Whether an error says that the file is no sound database. */
    static boolean isDamage(SQLException e) {
        if (!(e instanceof SQLiteException sqlite)) {
            return false;
        }
        return switch (sqlite.getResultCode()) {
            case SQLITE_CORRUPT, SQLITE_CORRUPT_VTAB, SQLITE_NOTADB -> true;
            default -> false;
        };
    }

    /** Whether an error says that there is no room, or that the disk takes nothing. */
    static boolean isFull(SQLException e) {
        if (!(e instanceof SQLiteException sqlite)) {
            return false;
        }
        String name = sqlite.getResultCode().name();
        return name.equals("SQLITE_FULL") || name.startsWith("SQLITE_IOERR") || name.startsWith("SQLITE_READONLY");
    }

    /** Whether an error says that a statement was cut short since its time was over. */
    static boolean isInterrupt(SQLException e) {
        return e instanceof SQLiteException sqlite && sqlite.getResultCode() == SQLiteErrorCode.SQLITE_INTERRUPT;
    }
}
