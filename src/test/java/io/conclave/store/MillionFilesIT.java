package io.conclave.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.conclave.bus.ControllerRef;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.ProgressHandler;

/**
 * Pages of a table with 1,000,000 files. What a page costs is counted in steps of SQLite's virtual machine, which are
 * the same on every machine, and not in milliseconds.
 */
class MillionFilesIT {

    private static final int FILES = 1_000_000;
    private static final int PAGE = 100;

    /** About 20 steps a row that is read; a scan of the table would take millions. */
    private static final long MOST_STEPS = 50L * PAGE;

    @TempDir
    static Path folder;

    private static Connection connection;
    private static FileTable files;

    @BeforeAll
    static void fill() throws SQLException {
        String url = "jdbc:sqlite:" + folder.resolve("million.db");
        SqlDatabase.open(url, new ControllerRef("c1", 1)).close();
        connection = DriverManager.getConnection(url);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA synchronous = OFF");
            statement.execute("WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < " + (FILES - 1)
                    + ") INSERT INTO files SELECT printf('%08d', i), 'file-' || i || '.bin', 'zk' || (i % 3 + 1),"
                    + " 'zk' || (i % 3 + 1) || '/' || i, 1024, printf('%064d', i), '[]',"
                    + " '2026-01-02T03:04:05.678Z', '2026-01-02T03:04:05.678Z' FROM n");
        }
        files = new FileTable(new Statements(connection));
    }

    @AfterAll
    static void close() throws SQLException {
        connection.close();
    }

    @Test
    void newestPageTheMiddleOneAndTheLastOneCostTheSame() throws SQLException {
        assertThat(stepsOf(() -> files.page(PAGE, null, null, null), "00999999", "00999900"))
                .isLessThan(MOST_STEPS);
        assertThat(stepsOf(() -> files.page(PAGE, "00500000", null, null), "00499999", "00499900"))
                .isLessThan(MOST_STEPS);
        assertThat(stepsOf(() -> files.page(PAGE, "00000100", null, null), "00000099", "00000000"))
                .isLessThan(MOST_STEPS);
    }

    @Test
    void pageOfOneNodeCostsWhatItHolds() throws SQLException {
        assertThat(stepsOf(() -> files.page(PAGE, "00500000", "zk2", null), "00499999", "00499702"))
                .isLessThan(MOST_STEPS);
        assertThat(stepsOf(() -> files.page(PAGE, null, "zk9", null), null, null))
                .isLessThan(MOST_STEPS);
    }

    @Test
    void searchThatFindsNothingGivesUpAtItsBound() throws SQLException {
        long bound = 50L * FileTable.MOST_ROWS_SEARCHED;

        assertThat(stepsOf(() -> files.page(PAGE, null, null, "no such name"), null, null))
                .isLessThan(bound);
    }

    /** Runs a query, checks the ids of its first and last row, and says how many steps it took. */
    private static long stepsOf(Supplier<List<FileRow>> query, String firstId, String lastId) throws SQLException {
        AtomicLong steps = new AtomicLong();
        int each = 10;
        ProgressHandler.setHandler(connection, each, new ProgressHandler() {
            @Override
            protected int progress() {
                steps.addAndGet(each);
                return 0;
            }
        });
        List<FileRow> rows = query.get();
        ProgressHandler.clearHandler(connection);
        assertThat(rows.isEmpty() ? null : rows.get(0).id()).isEqualTo(firstId);
        assertThat(rows.isEmpty() ? null : rows.get(rows.size() - 1).id()).isEqualTo(lastId);
        return steps.get();
    }
}
