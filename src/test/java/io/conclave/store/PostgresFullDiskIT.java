package io.conclave.store;

import static io.conclave.store.StoreRows.inserting;
import static io.conclave.store.StoreRows.problem;
import static io.conclave.store.StoreRows.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.conclave.bus.ControllerRef;
import io.conclave.config.DatabaseSettings;
import io.conclave.testing.PostgresServer;
import io.conclave.testing.RealParts;
import io.conclave.testing.hosts.Shell;
import io.vertx.core.Future;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real PostgreSQL server whose disk for the files' table, a small one of its own, has no room. */
class PostgresFullDiskIT {

    private static final ControllerRef SELF = new ControllerRef("c1", 2);
    private static final String SPACE = "small";

    /** More than the pages that a table begins with. */
    private static final int MOST_ROWS = 5_000;

    private DatabaseSettings settings;
    private Path disk;
    private SqlDatabase database;

    @BeforeEach
    void moveTheTableThere() throws Exception {
        settings = StoreEngine.POSTGRESQL.fresh(null);
        disk = Files.createTempDirectory("conclave-tablespace");
        if (!Shell.attempt(
                        "mount -t tmpfs -o size=1m,mode=700,uid=$(id -u postgres),gid=$(id -g postgres) tmpfs " + disk)
                .succeeded()) {
            throw RealParts.missing("a small disk can be mounted by root alone");
        }
        database = SqlDatabase.open(settings);
        PostgresServer.shared().admin("CREATE TABLESPACE " + SPACE + " LOCATION '" + disk + "'");
        PostgresServer.shared()
                .admin("GRANT CREATE ON TABLESPACE " + SPACE + " TO "
                        + PostgresServer.shared().user());
        execute("ALTER TABLE files SET TABLESPACE " + SPACE);
        result(database.beginTerm(SELF));
    }

    @AfterEach
    void takeItAway() throws Exception {
        if (database != null) {
            database.close();
            execute("ALTER TABLE files SET TABLESPACE pg_default");
            PostgresServer.shared().admin("DROP TABLESPACE " + SPACE);
        }
        Shell.attempt("umount --lazy " + disk);
        Files.deleteIfExists(disk);
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = StoreEngine.POSTGRESQL.connect(settings);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void writeThatFindsNoRoomIsRefusedAloneAndTheTermGoesOnUntilThereIsRoom() throws Exception {
        Shell.attempt("head -c 4M /dev/zero > " + disk + "/filler");
        int taken = 0;
        Future<String> write = database.write(inserting("f0"));
        while (settled(write).succeeded() && taken < MOST_ROWS) {
            taken++;
            write = database.write(inserting("f" + taken));
        }

        assertThat(problem(write)).isEqualTo("disk_full");
        assertThat(database.term()).contains(SELF);
        assertThat(this.<Long>read(tx -> tx.files().count())).isEqualTo(taken);
        assertThat(result(database.write(tx -> tx.operations().insert(StoreRows.operation())))
                        .id())
                .as("a write that goes elsewhere")
                .isPositive();

        Files.delete(disk.resolve("filler"));
        String name = "f" + taken;
        assertThat(result(database.write(inserting(name)))).isEqualTo(name);
        assertThat(this.<Long>read(tx -> tx.files().count())).isEqualTo(taken + 1);
    }

    private <T> T read(Work<T> work) throws Exception {
        return result(database.read(work));
    }

    private static <T> Future<T> settled(Future<T> write) throws Exception {
        result(write.transform(done -> Future.succeededFuture()));
        return write;
    }
}
