package io.conclave.store;

import static io.conclave.store.StoreRows.has;
import static io.conclave.store.StoreRows.inserting;
import static io.conclave.store.StoreRows.operation;
import static io.conclave.store.StoreRows.problem;
import static io.conclave.store.StoreRows.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.conclave.bus.ControllerRef;
import io.conclave.config.DatabaseSettings;
import io.vertx.core.Future;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several controllers on one PostgreSQL database: who may write, and when that changes hands. */
class SharedDatabaseTest {

    private static final ControllerRef OLD = new ControllerRef("old", 1);
    private static final ControllerRef NEXT = new ControllerRef("next", 2);

    private final List<SqlDatabase> open = new ArrayList<>();
    private DatabaseSettings settings;
    private SqlDatabase old;
    private SqlDatabase next;

    @BeforeEach
    void openTwo() throws Exception {
        settings = StoreEngine.POSTGRESQL.fresh(null);
        old = open();
        next = open();
        result(old.beginTerm(OLD));
    }

    @AfterEach
    void close() {
        open.forEach(SqlDatabase::close);
    }

    /** With time for a thousand terms on a slow machine. */
    private SqlDatabase open() {
        Duration limit = Duration.ofSeconds(120);
        SqlDatabase database = SqlDatabase.open(settings, new Patience(limit, limit, limit, limit));
        open.add(database);
        return database;
    }

    @Test
    void standbySeesWhatTheActiveOneWroteAndTakesOverWithRisingNumbers() throws Exception {
        for (int i = 1; i <= 3; i++) {
            assertThat(result(old.write(tx -> tx.operations().insert(operation())))
                            .id())
                    .isEqualTo(i);
        }
        assertThat(result(next.<Boolean>read(tx -> tx.operations().find(3).isPresent())))
                .isTrue();

        result(next.beginTerm(NEXT));

        assertThat(result(next.write(tx -> tx.operations().insert(operation()))).id())
                .isEqualTo(4);
        assertThat(problem(old.write(tx -> tx.operations().insert(operation()))))
                .isEqualTo("fenced");
        assertThat(old.term()).isEmpty();
        assertThat(result(next.<Long>read(tx ->
                        (long) tx.operations().page(10, OperationFilter.ALL).size())))
                .isEqualTo(4);
    }

    @Test
    void epochIsNotRaisedBetweenAWritersCheckAndItsCommit() throws Exception {
        CountDownLatch checked = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Future<String> write = old.write(tx -> {
            tx.files().insert(StoreRows.file("f1"));
            checked.countDown();
            await(goOn);
            return "f1";
        });
        assertThat(checked.await(10, TimeUnit.SECONDS)).isTrue();

        Future<Void> taken = next.beginTerm(NEXT);
        try (Connection seen = StoreEngine.POSTGRESQL.connect(settings)) {
            awaitBlocked(seen);
            assertThat(taken.isComplete()).isFalse();
            goOn.countDown();
        }

        assertThat(result(write)).isEqualTo("f1");
        result(taken);
        assertThat(has(next, "f1")).isTrue();
        assertThat(problem(old.write(inserting("f2")))).isEqualTo("fenced");
    }

    @Test
    void writerThatStandsStillBeforeItsCommitIsPutOutAndCommitsNothing() throws Exception {
        CountDownLatch checked = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Future<String> write = old.write(tx -> {
            tx.files().insert(StoreRows.file("f1"));
            checked.countDown();
            await(goOn);
            return "f1";
        });
        assertThat(checked.await(10, TimeUnit.SECONDS)).isTrue();

        result(next.beginTerm(NEXT));
        result(next.write(inserting("f2")));
        goOn.countDown();

        assertThat(problem(write)).isEqualTo("fenced");
        assertThat(has(next, "f1")).isFalse();
        assertThat(has(old, "f2")).isTrue();
    }

    @Test
    void preparedStandbyKeepsItsConnectionAndHoldsNobodyUp() throws Exception {
        result(next.prepareTerm("next"));

        assertThat(result(old.write(inserting("f1")))).isEqualTo("f1");
        String prepared = "SELECT pid, state FROM pg_stat_activity WHERE datname = current_database()"
                + " AND application_name = 'conclave-writer next'";
        try (Connection seen = StoreEngine.POSTGRESQL.connect(settings);
                Statement statement = seen.createStatement()) {
            long pid;
            try (var rows = statement.executeQuery(prepared)) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString("state")).isEqualTo("idle");
                pid = rows.getLong("pid");
            }
            result(next.beginTerm(NEXT));
            try (var rows = statement.executeQuery(prepared)) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getLong("pid")).isEqualTo(pid);
            }
        }
    }

    @Test
    void preparedStandbyWhoseConnectionWasEndedMakesAnother() throws Exception {
        result(next.prepareTerm("next"));
        try (Connection other = StoreEngine.POSTGRESQL.connect(settings);
                Statement statement = other.createStatement()) {
            statement.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    + " WHERE application_name = 'conclave-writer next'");
        }

        result(next.beginTerm(NEXT));

        assertThat(result(next.write(inserting("f1")))).isEqualTo("f1");
    }

    @Test
    void aThousandCandidatesGetDistinctRisingEpochs() throws Exception {
        List<SqlDatabase> candidates = List.of(old, next, open(), open());
        List<List<Future<ControllerRef>>> terms = new ArrayList<>();
        for (SqlDatabase candidate : candidates) {
            List<Future<ControllerRef>> own = new ArrayList<>();
            for (int i = 0; i < 250; i++) {
                own.add(candidate.beginTerm("c" + candidates.indexOf(candidate) + "-" + i));
            }
            terms.add(own);
        }

        List<Long> epochs = new ArrayList<>();
        for (List<Future<ControllerRef>> own : terms) {
            List<Long> inOrder = new ArrayList<>();
            for (Future<ControllerRef> term : own) {
                inOrder.add(result(term).epoch());
            }
            assertThat(inOrder).isSorted();
            epochs.addAll(inOrder);
        }
        assertThat(epochs).hasSize(1_000).doesNotHaveDuplicates();
        assertThat(result(old.read(tx -> tx.epoch().accepted())).epoch())
                .isEqualTo(epochs.stream().mapToLong(epoch -> epoch).max().orElseThrow());
    }

    @Test
    void everyTextIsInTheOrderOfItsCodePointsWhateverTheDatabasesLanguage() throws Exception {
        try (Connection connection = StoreEngine.POSTGRESQL.connect(settings);
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT table_name || '.' || column_name FROM"
                        + " information_schema.columns WHERE table_schema = current_schema() AND data_type = 'text'"
                        + " AND collation_name IS DISTINCT FROM 'C'")) {
            List<String> others = new ArrayList<>();
            while (rows.next()) {
                others.add(rows.getString(1));
            }
            assertThat(others).isEmpty();
        }
    }

    @Test
    void severalControllersCanStartOnAnEmptyDatabaseAtOnce() throws Exception {
        DatabaseSettings empty = StoreEngine.POSTGRESQL.fresh(null);
        List<Thread> starts = new ArrayList<>();
        List<SqlDatabase> started = java.util.Collections.synchronizedList(open);
        for (int i = 0; i < 4; i++) {
            starts.add(new Thread(() -> started.add(SqlDatabase.open(empty))));
        }
        starts.forEach(Thread::start);
        for (Thread start : starts) {
            start.join(60_000);
        }
        assertThat(started).hasSize(2 + 4);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until a session waits for the lock of another one. */
    private static void awaitBlocked(Connection connection) throws Exception {
        try (Statement statement = connection.createStatement()) {
            for (int i = 0; i < 2_000; i++) {
                try (var rows = statement.executeQuery("SELECT count(*) FROM pg_stat_activity WHERE datname ="
                        + " current_database() AND wait_event_type = 'Lock' AND application_name LIKE"
                        + " 'conclave-writer%'")) {
                    rows.next();
                    if (rows.getInt(1) > 0) {
                        return;
                    }
                }
            }
        }
        throw new AssertionError("nobody waits");
    }
}
