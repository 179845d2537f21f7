package io.conclave.bench.logs;

import io.conclave.bench.Miss;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The same lines in a plain full-text table, one row a line as it is, in transactions of as many rows: nothing is read
 * out of a line, and nothing could be filtered, counted or followed over a restart.
 */
final class BareTable {

    private static final int ROWS_OF_A_TRANSACTION = 10_000;

    private BareTable() {}

    /** Fills one; how long it took, seconds. */
    static double fill(Path folder, LogCorpus corpus) throws SQLException, IOException, Miss {
        long begun = System.nanoTime();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("bare.db"));
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA synchronous = NORMAL");
            statement.execute("CREATE VIRTUAL TABLE line USING fts5(text)");
            connection.setAutoCommit(false);
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO line (text) VALUES (?)")) {
                int rows = 0;
                for (Path file : corpus.files()) {
                    try (BufferedReader lines = Files.newBufferedReader(file)) {
                        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                            insert.setString(1, line);
                            insert.executeUpdate();
                            if (++rows % ROWS_OF_A_TRANSACTION == 0) {
                                connection.commit();
                            }
                        }
                    }
                }
            }
            connection.commit();
            double seconds = (System.nanoTime() - begun) / 1e9;
            try (ResultSet count = statement.executeQuery("SELECT count(*) FROM line")) {
                Miss.unless(count.getInt(1) == corpus.lines(), "%d rows of %d", count.getInt(1), corpus.lines());
            }
            return seconds;
        }
    }
}
