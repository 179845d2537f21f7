package io.conclave.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.conclave.bus.ControllerRef;
import io.conclave.bus.ProblemException;
import io.conclave.config.DatabaseSettings;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What the database does, on each engine. */
@ParameterizedClass
@EnumSource(StoreEngine.class)
class SqlDatabaseTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

    private static final ControllerRef SELF = new ControllerRef("c1", 1);

    @Parameter
    StoreEngine engine;

    @TempDir
    Path folder;

    private DatabaseSettings settings;
    private SqlDatabase database;

    @BeforeEach
    void openFresh() throws Exception {
        settings = engine.fresh(folder);
        open();
    }

    private void open() throws Exception {
        database = SqlDatabase.open(settings);
        database.beginTerm(SELF).await(10, TimeUnit.SECONDS);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void whatWasWrittenIsReadByOthersAndAfterReopening() throws Exception {
        write(tx -> {
            tx.files().insert(file("f1", "zk1"));
            return null;
        });
        assertThat(this.<Optional<FileRow>>read(tx -> tx.files().find("f1"))).contains(file("f1", "zk1"));

        database.close();
        open();

        assertThat(this.<Optional<FileRow>>read(tx -> tx.files().find("f1"))).contains(file("f1", "zk1"));
    }

    @Test
    void workThatThrowsIsUndoneAloneAndTheOthersOfItsGroupAreKept() throws Exception {
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            int number = i;
            all.add(database.write(tx -> {
                tx.files().insert(file("f" + number, "zk1"));
                if (number % 10 == 0) {
                    throw new IllegalStateException("no");
                }
                return null;
            }));
        }
        Future.join(all).otherwiseEmpty().await(10, TimeUnit.SECONDS);

        assertThat(all.stream().filter(Future::failed)).hasSize(10);
        assertThat(this.<Long>read(tx -> tx.files().count())).isEqualTo(90);
        assertThat(this.<Optional<FileRow>>read(tx -> tx.files().find("f10"))).isEmpty();
    }

    @Test
    void worksRunInTheOrderOfTheirCalls() throws Exception {
        List<Integer> order = new ArrayList<>();
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            int number = i;
            all.add(database.write(tx -> order.add(number)));
        }
        Future.all(all).await(10, TimeUnit.SECONDS);

        assertThat(order).isSorted().hasSize(1_000);
    }

    @Test
    void controllerWithALowerEpochChangesNothing() throws Exception {
        write(tx -> tx.epoch().raise(2, "c2", NOW));

        assertThatThrownBy(() -> write(tx -> {
                    tx.files().insert(file("f1", "zk1"));
                    return null;
                }))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().code()).isEqualTo("fenced"));
        assertThat(this.<Long>read(tx -> tx.files().count())).isZero();
    }

    @Test
    void readersCannotWrite() {
        assertThatThrownBy(() -> read(tx -> {
                    tx.files().insert(file("f1", "zk1"));
                    return null;
                }))
                .isInstanceOf(StoreException.class);
    }

    @Test
    void closedDatabaseRefusesPolitely() {
        database.close();

        assertThatThrownBy(() -> write(tx -> null)).isInstanceOfSatisfying(ProblemException.class, e -> assertThat(
                        e.problem().status())
                .isEqualTo(503));
    }

    @Test
    void fileHasOneOpenMigrationAtMost() throws Exception {
        long id = write(tx -> tx.migrations().open(intent("f1")));

        assertThatThrownBy(() -> write(tx -> tx.migrations().open(intent("f1"))))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().code()).isEqualTo("migration_in_progress"));

        write(tx -> {
            tx.migrations().close(id, "done", "migrate", NOW);
            return null;
        });
        assertThat(this.<Long>write(tx -> tx.migrations().open(intent("f1")))).isGreaterThan(id);
    }

    @Test
    void prefixOfNamesIsTakenAsItIsAndInTheOrderOfCreation() throws Exception {
        write(tx -> {
            tx.files().insert(named("f1", "demo-1"));
            tx.files().insert(named("f2", "xdemo-2"));
            tx.files().insert(named("f3", "demo%"));
            tx.files().insert(named("f4", "demo-4"));
            return null;
        });

        assertThat(idsNamed("demo-")).containsExactly("f1", "f4");
        assertThat(idsNamed("demo%")).containsExactly("f3");
        assertThat(this.<List<String>>read(tx -> {
                    List<String> ids = new ArrayList<>();
                    tx.files().forEachBrief(file -> ids.add(file.id() + "@" + file.node()));
                    return ids;
                }))
                .containsExactly("f1@zk1", "f2@zk1", "f3@zk1", "f4@zk1");
    }

    private List<String> idsNamed(String prefix) throws Exception {
        return read(tx -> {
            List<String> ids = new ArrayList<>();
            tx.files().forEachNamed(prefix, row -> ids.add(row.id()));
            return ids;
        });
    }

    @Test
    void runningOperationsAreClosedAsInterruptedAndKeepTheirDetails() throws Exception {
        long id = write(tx -> tx.operations().insert(operation("running"))).id();
        write(tx -> tx.operations().insert(operation("ok")));

        List<OperationRow> interrupted = write(tx -> tx.operations().interruptRunning());

        assertThat(interrupted).extracting(OperationRow::id).containsExactly(id);
        assertThat(read(tx -> tx.operations().find(id)).orElseThrow().status()).isEqualTo("interrupted");
        assertThat(this.<Boolean>write(tx -> tx.operations().finish(id, "ok", "{}", null, NOW, 1)))
                .isFalse();
    }

    @Test
    void outboxKeepsTheOrderOfItsWrites() throws Exception {
        write(tx -> {
            tx.outbox().add(OutboxRow.Kind.PUT, "f1", "{}", NOW);
            tx.outbox().add(OutboxRow.Kind.DELETE, "f1", null, NOW);
            return null;
        });

        List<OutboxRow> rows = read(tx -> tx.outbox().next(10));
        assertThat(rows).extracting(OutboxRow::kind).containsExactly(OutboxRow.Kind.PUT, OutboxRow.Kind.DELETE);
        write(tx -> {
            tx.outbox().remove(rows.get(0).id());
            return null;
        });
        assertThat(this.<Long>read(tx -> tx.outbox().size())).isEqualTo(1);
    }

    private <T> T write(Work<T> work) throws Exception {
        return database.write(work).await(10, TimeUnit.SECONDS);
    }

    private <T> T read(Work<T> work) throws Exception {
        return database.read(work).await(10, TimeUnit.SECONDS);
    }

    private static FileRow file(String id, String node) {
        return new FileRow(id, "name", node, node + "/" + id, 10, "ab", "[]", NOW, NOW);
    }

    private static FileRow named(String id, String name) {
        return new FileRow(id, name, "zk1", "zk1/" + id, 10, "ab", "[]", NOW, NOW);
    }

    @Test
    void auditTrailRefusesToBeChangedByWhomever() throws Exception {
        write(tx -> tx.operations().insert(operation("ok")));
        write(tx -> tx.operations().insert(operation("running")));
        write(tx -> {
            tx.operations().measure(new OperationMeasureRow(1, "settled", "measured", NOW, 250L, null, null, "{}"));
            return null;
        });
        List<OperationRow> before = read(tx -> tx.operations().page(10, OperationFilter.ALL));
        database.close();

        for (String change : changesOfTheAudit()) {
            try (Connection other = engine.connect(settings);
                    Statement statement = other.createStatement()) {
                assertThatThrownBy(() -> statement.executeUpdate(change))
                        .as(change)
                        .isInstanceOf(SQLException.class)
                        .hasMessageMatching("(?s).*(operations are|measures are).*");
            }
        }

        open();
        assertThat(this.<List<OperationRow>>read(tx -> tx.operations().page(10, OperationFilter.ALL)))
                .isEqualTo(before);
    }

    private List<String> changesOfTheAudit() {
        List<String> changes = new ArrayList<>(List.of(
                "UPDATE operations SET status = 'failed' WHERE id = 1",
                "UPDATE operations SET details = 'nothing' WHERE id = 1",
                "UPDATE operations SET before_metrics = 'x' WHERE id = 2",
                "UPDATE operations SET timestamp = 'never', status = 'ok' WHERE id = 2",
                "UPDATE operations SET actor = 'nobody', status = 'ok' WHERE id = 2",
                "UPDATE operations SET node = NULL, status = 'ok' WHERE id = 2",
                "DELETE FROM operations WHERE id = 1",
                "INSERT INTO operations (id, timestamp, actor, action, status, details) VALUES (1, '', '', '', '', '')"
                        + " ON CONFLICT (id) DO UPDATE SET actor = 'nobody'",
                "UPDATE operation_measures SET recover_ms = 1",
                "DELETE FROM operation_measures"));
        changes.addAll(
                engine == StoreEngine.SQLITE
                        ? List.of(
                                "INSERT OR REPLACE INTO operations (id, timestamp, actor, action, status, details)"
                                        + " VALUES (1, '', '', '', '', '')",
                                "INSERT OR REPLACE INTO operation_measures (operation_id, kind, state, at)"
                                        + " VALUES (1, 'settled', 'measured', '')")
                        : List.of("TRUNCATE operation_measures", "TRUNCATE operations CASCADE"));
        return changes;
    }

    @Test
    void measuresComeWithTheirOperationAndOnceOfAKind() throws Exception {
        OperationMeasureRow later =
                new OperationMeasureRow(1, "later", "unmeasured", NOW, null, "too_many", "{}", null);
        write(tx -> tx.operations().insert(operation("ok")));
        write(tx -> {
            tx.operations().measure(later);
            return null;
        });

        OperationRow row = this.<List<OperationRow>>read(tx -> tx.operations().page(10, OperationFilter.ALL))
                .get(0);
        assertThat(row.later()).isEqualTo(later);
        assertThat(row.settled()).isNull();
        assertThatThrownBy(() -> write(tx -> {
                    tx.operations().measure(later);
                    return null;
                }))
                .isInstanceOf(StoreException.class);
    }

    private static OperationRow operation(String status) {
        return new OperationRow(0, NOW, "rest", "drain", "zk1", status, "{}", null, null, null, null, null, null);
    }

    private static MigrationRow intent(String fileId) {
        return new MigrationRow(
                0, 1, fileId, "n", "zk1", "zk2", "zk1/f", "zk2/f", 1, "ab", "intent", "migrate", null, NOW, null);
    }
}
