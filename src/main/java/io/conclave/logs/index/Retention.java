package io.conclave.logs.index;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;

/**
 * Keeps the index within its bounds: what is older than so many days goes, and where it is larger than so many bytes
 * the oldest goes. In small steps, each a transaction, so that nobody waits for long.
 */
final class Retention {

    private static final int STEP = 5_000;
    private static final int MOST_STEPS = 20;
    private static final int MERGED_PAGES = 2_000;

    private final Duration age;
    private final long mostBytes;

    /**
     * @param age how old an entry may become
     * @param mostBytes how large the database may become
     */
    Retention(Duration age, long mostBytes) {
        this.age = age;
        this.mostBytes = mostBytes;
    }

    /**
     * Removes what is beyond the bounds, as much as a few steps reach.
     *
     * @return how many entries were removed
     */
    long enforce(Connection connection, Instant now) throws SQLException {
        long removed = 0;
        long oldest = EntryKey.first(now.minus(age));
        for (int step = 0; step < MOST_STEPS; step++) {
            boolean tooLarge = usedBytes(connection) > mostBytes;
            int gone = remove(connection, tooLarge ? Long.MAX_VALUE : oldest);
            removed += gone;
            if (gone == 0) {
                break;
            }
            if (tooLarge) {
                // The full-text index gives room back only as it is merged.
                merge(connection);
            }
        }
        return removed;
    }

    private static int remove(Connection connection, long below) throws SQLException {
        try (PreparedStatement last = connection.prepareStatement(
                        "SELECT max(id) FROM (SELECT id FROM entry WHERE id < ? ORDER BY id LIMIT ?)");
                PreparedStatement words = connection.prepareStatement(
                        "DELETE FROM terms WHERE rowid IN (SELECT id FROM entry WHERE id <= ?)");
                PreparedStatement entries = connection.prepareStatement("DELETE FROM entry WHERE id <= ?")) {
            last.setLong(1, below);
            last.setInt(2, STEP);
            long until;
            try (ResultSet row = last.executeQuery()) {
                until = row.getLong(1);
                if (row.wasNull()) {
                    connection.commit();
                    return 0;
                }
            }
            words.setLong(1, until);
            words.executeUpdate();
            entries.setLong(1, until);
            int gone = entries.executeUpdate();
            connection.commit();
            return gone;
        }
    }

    private static void merge(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("INSERT INTO terms (terms, rank) VALUES ('merge', " + MERGED_PAGES + ")");
            connection.commit();
        }
    }

    /** The bytes of the database that hold something; free pages are used again. */
    static long usedBytes(Connection connection) throws SQLException {
        long used = pragma(connection, "page_size")
                * (pragma(connection, "page_count") - pragma(connection, "freelist_count"));
        connection.commit();
        return used;
    }

    private static long pragma(Connection connection, String name) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA " + name)) {
            return row.getLong(1);
        }
    }
}
