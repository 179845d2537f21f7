package io.conclave.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.conclave.bus.ControllerRef;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
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
                    + " 'zk' || (i % 3 + 1) || '/' || i, 1024 * (i / 100000), printf('%064d', i), '[]',"
                    + " '2026-01-02T03:04:05.678Z', printf('2026-01-02T03:04:05.%03dZ', i % 1000) FROM n");
        }
        files = new FileTable(new Statements(new SqliteEngine(url), connection));
    }

    @AfterAll
    static void close() throws SQLException {
        connection.close();
    }

    @ParameterizedTest
    @EnumSource(FileSort.class)
    void everyPageOfEveryOrderCostsTheSameAtAnyDepth(FileSort sort) throws SQLException {
        for (SortOrder order : SortOrder.values()) {
            for (String node : new String[] {null, "zk2", "zk9"}) {
                for (String id : new String[] {null, "00000100", "00500000", "00999900"}) {
                    FilePosition after = id == null
                            ? null
                            : FilePosition.behind(files.find(id).orElseThrow(), sort);
                    FileQuery query = new FileQuery(sort, order, after, node, null);

                    assertThat(stepsOf(() -> files.page(query, PAGE)))
                            .as("%s", query)
                            .isLessThan(MOST_STEPS);
                }
            }
        }
    }

    @Test
    void searchThatFindsNothingPausesAtItsBoundAndSaysFromWhereToGoOn() throws SQLException {
        AtomicReference<FileSlice> slice = new AtomicReference<>();
        FileQuery query = new FileQuery(FileSort.SIZE, SortOrder.DESC, null, null, "no such name");

        assertThat(stepsOf(() -> slice.set(files.page(query, PAGE)))).isLessThan(50L * FileTable.MOST_ROWS_SEARCHED);
        assertThat(slice.get().rows()).isEmpty();
        assertThat(slice.get().next().id()).isEqualTo(String.format("%08d", FILES - FileTable.MOST_ROWS_SEARCHED));
    }

    @Test
    void searchThatFindsEnoughLooksNoFurther() throws SQLException {
        FileQuery query = new FileQuery(FileSort.NAME, SortOrder.ASC, null, "zk1", "file-");

        assertThat(stepsOf(() -> files.page(query, PAGE))).isLessThan(2 * MOST_STEPS);
    }

    @Test
    void countLooksAtABoundedNumber() throws SQLException {
        for (String name : new String[] {null, "no such name", "file-"}) {
            FileQuery query = new FileQuery(FileSort.CREATED, SortOrder.DESC, null, null, name);

            assertThat(stepsOf(() -> files.count(query))).isLessThan(50L * FileTable.MOST_ROWS_SEARCHED);
            assertThat(files.count(query).exact()).isFalse();
        }
    }

    /** Runs a query and says how many steps it took. */
    private static long stepsOf(Runnable query) throws SQLException {
        AtomicLong steps = new AtomicLong();
        int each = 10;
        ProgressHandler.setHandler(connection, each, new ProgressHandler() {
            @Override
            protected int progress() {
                steps.addAndGet(each);
                return 0;
            }
        });
        query.run();
        ProgressHandler.clearHandler(connection);
        return steps.get();
    }
}
