package io.conclave.bench.journal;

import io.conclave.bench.Miss;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import org.sqlite.SQLiteConfig;

/**
 * The peer: the journal's three statements on a plain connection with the same durability (WAL, synchronous=FULL), a
 * commit each. Also reads a journal back, whoever wrote it.
 */
final class RawJournal implements AutoCloseable {

    private static final String INSERT =
            "INSERT INTO migrations (id, epoch, file_id, name, source, target, source_path,"
                    + " target_path, size_bytes, sha256, state, reason, plan_id, started_at, closed_at)"
                    + " VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?, ?, 'intent', 'migrate', ?, ?, NULL)";
    private static final String COMMIT = "UPDATE migrations SET state = 'committed' WHERE id = ? AND state = 'intent'";
    private static final String CLOSE =
            "UPDATE migrations SET state = 'done', closed_at = ? WHERE id = ? AND closed_at IS NULL";

    private final Connection connection;
    private final PreparedStatement insert;
    private final PreparedStatement commit;
    private final PreparedStatement close;
    private int written;

    RawJournal(String url) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.enforceForeignKeys(true);
        connection = DriverManager.getConnection(url, config.toProperties());
        insert = connection.prepareStatement(INSERT);
        commit = connection.prepareStatement(COMMIT);
        close = connection.prepareStatement(CLOSE);
    }

    /** Writes so many migrations and gives the writes a second; automatic commit is on, so each is a transaction. */
    double run(int migrations) throws SQLException {
        long since = System.nanoTime();
        for (int i = 0; i < migrations; i++) {
            write(++written);
        }
        return migrations * 3 * 1e9 / (System.nanoTime() - since);
    }

    /** How many migrations it has written. */
    int written() {
        return written;
    }

    private void write(int number) throws SQLException {
        String now = Instant.now().toString();
        insert.setLong(1, number);
        insert.setString(2, Sample.fileId(number));
        insert.setString(3, Sample.NAME);
        insert.setString(4, Sample.SOURCE);
        insert.setString(5, Sample.TARGET);
        insert.setString(6, Sample.SOURCE_PATH);
        insert.setString(7, Sample.TARGET_PATH);
        insert.setLong(8, Sample.SIZE_BYTES);
        insert.setString(9, Sample.SHA256);
        insert.setString(10, Sample.PLAN_ID);
        insert.setString(11, now);
        insert.executeUpdate();
        commit.setLong(1, number);
        commit.executeUpdate();
        close.setString(1, now);
        close.setLong(2, number);
        close.executeUpdate();
    }

    /** Demands that there are so many migrations, each of another file, all done, in a sound database. */
    void check(int migrations) throws SQLException, Miss {
        long done = number("SELECT count(DISTINCT file_id) FROM migrations WHERE state = 'done'"
                + " AND closed_at IS NOT NULL AND id BETWEEN 1 AND " + migrations);
        long all = number("SELECT count(*) FROM migrations");
        Miss.unless(
                done == migrations && all == migrations,
                "%d migrations were journalled, but the table has %d, %d of them done",
                migrations,
                all,
                done);
        try (Statement statement = connection.createStatement();
                ResultSet sound = statement.executeQuery("PRAGMA integrity_check")) {
            Miss.unless("ok".equals(sound.getString(1)), "the database is damaged: %s", sound.getString(1));
        }
    }

    private long number(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.getLong(1);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
