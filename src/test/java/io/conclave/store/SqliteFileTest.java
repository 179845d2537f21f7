package io.conclave.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.conclave.bus.ControllerRef;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only a file can be: damaged, or of a version from before there were others. */
class SqliteFileTest {

    @TempDir
    Path folder;

    @Test
    void damagedFileStopsTheStartAndIsNotReplaced() throws Exception {
        Path damaged = folder.resolve("damaged.db");
        Files.writeString(damaged, "this is no database, but somebody may want it back ".repeat(100));

        assertThatThrownBy(() -> SqlDatabase.open("jdbc:sqlite:" + damaged, new ControllerRef("c1", 1)))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("damaged.db")
                .hasMessageContaining("Move it away");
        assertThat(Files.readString(damaged)).startsWith("this is no database");
    }

    @Test
    void databaseOfTheFirstVersionKeepsItsAuditTrail() throws Exception {
        String old = "jdbc:sqlite:" + folder.resolve("old.db");
        Flyway.configure()
                .dataSource(old, null, null)
                .locations("classpath:db/migration")
                .target("1")
                .load()
                .migrate();
        try (Connection first = DriverManager.getConnection(old);
                Statement statement = first.createStatement()) {
            statement.executeUpdate(
                    "INSERT INTO operations (id, timestamp, actor, action, node, status, details) VALUES"
                            + " (1, '2026-01-02T03:04:05.678Z', 'rest', 'node_stop', 'zk1', 'ok', '{\"a\":1}'),"
                            + " (2, '2026-01-02T03:04:05.678Z', 'rest', 'node_stop', 'zk1', 'running', '{}')");
        }

        try (SqlDatabase database = SqlDatabase.open(old, new ControllerRef("c1", 1))) {
            OperationRow kept = database.<Optional<OperationRow>>read(
                            tx -> tx.operations().find(1))
                    .await(10, TimeUnit.SECONDS)
                    .orElseThrow();
            assertThat(kept.details()).isEqualTo("{\"a\":1}");
            assertThat(kept.endedAt()).isNull();
            assertThat(database.<List<OperationRow>>write(tx -> tx.operations().interruptRunning())
                            .await(10, TimeUnit.SECONDS))
                    .extracting(OperationRow::id)
                    .containsExactly(2L);
            assertThat(database.<List<OperationRow>>read(tx -> tx.operations().unmeasured("node_stop", "refused"))
                            .await(10, TimeUnit.SECONDS))
                    .as("nobody was to measure anything then")
                    .isEmpty();
        }
    }
}
