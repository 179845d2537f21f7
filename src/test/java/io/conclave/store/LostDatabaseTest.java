package io.conclave.store;

import static io.conclave.store.StoreRows.has;
import static io.conclave.store.StoreRows.inserting;
import static io.conclave.store.StoreRows.problem;
import static io.conclave.store.StoreRows.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.conclave.bus.ControllerRef;
import io.conclave.bus.ProblemException;
import io.conclave.config.DatabaseSettings;
import io.conclave.store.CommitBreaker.Loss;
import io.conclave.testing.PostgresServer;
import io.conclave.testing.Relay;
import io.conclave.testing.UnusedPort;
import io.vertx.core.Future;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A PostgreSQL server that crashes, stands still, or is cut off while the store writes. */
class LostDatabaseTest {

    private static final Patience SHORT =
            new Patience(Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofSeconds(3), Duration.ofSeconds(1));
    private static final int READERS = 3;
    private static final Patience ALWAYS_ASKS =
            new Patience(Duration.ofSeconds(5), Duration.ofSeconds(9), Duration.ofSeconds(9), Duration.ZERO);

    private PostgresServer server;
    private String url;
    private SqlDatabase database;

    @BeforeEach
    void findServer() {
        server = PostgresServer.shared();
        url = server.freshSchema();
    }

    @AfterEach
    void close() {
        if (database != null) {
            database.close();
        }
    }

    private void open(String way, Patience patience) throws Exception {
        database = SqlDatabase.open(settings(way), patience);
        result(database.beginTerm(new ControllerRef("c1", 1)));
    }

    private DatabaseSettings settings(String way) {
        return new DatabaseSettings(way, Optional.of(server.user()), Optional.of(server.password()));
    }

    @Test
    void restartIsSurvivedByReadersAndWriterWithoutAFailure() throws Exception {
        open(url, Patience.USUAL);
        result(database.write(inserting("f1")));
        for (int i = 0; i < 10; i++) {
            has(database, "f1");
        }

        server.restart();

        assertThat(has(database, "f1")).isTrue();
        assertThat(result(database.write(inserting("f2")))).isEqualTo("f2");
    }

    /**
     * What was answered is what is there, with a restart of the server, and killed sessions, in the midst of commits.
     */
    @Test
    void noAcknowledgedWriteIsLostOrDoubledWhileTheServerCrashesUnderLoad() throws Exception {
        open(url, Patience.USUAL);
        Set<String> done = new TreeSet<>();
        Set<String> unknown = new TreeSet<>();
        List<Future<String>> writes = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        for (int round = 0; round < 6; round++) {
            for (int i = 0; i < 400; i++) {
                String id = round + "-" + i;
                ids.add(id);
                writes.add(database.write(inserting(id)));
            }
            int settled = round * 400 + 100;
            result(writes.get(settled).otherwiseEmpty());
            if (round % 2 == 0) {
                server.admin("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE application_name LIKE 'conclave-writer%'");
            } else if (round == 1) {
                killWriterOfTheServer();
            } else {
                server.restart();
            }
        }

        for (int i = 0; i < writes.size(); i++) {
            try {
                result(writes.get(i));
                done.add(ids.get(i));
            } catch (Exception e) {
                String code = problem(writes.get(i));
                assertThat(code).isIn("database_unavailable", "outcome_unknown");
                if (code.equals("outcome_unknown")) {
                    unknown.add(ids.get(i));
                }
            }
        }
        List<String> there = new ArrayList<>();
        result(database.read(tx -> {
            tx.files().forEachBrief(brief -> there.add(brief.id()));
            return null;
        }));
        Set<String> surplus = new TreeSet<>(there);
        surplus.removeAll(done);
        surplus.removeAll(unknown);
        assertThat(there).containsAll(done).doesNotHaveDuplicates();
        assertThat(surplus).as("told as not done").isEmpty();
        assertThat(done).hasSizeGreaterThan(2_000);
    }

    private void killWriterOfTheServer() throws Exception {
        try (Connection connection = server.connect(url);
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
                        + " AND application_name LIKE 'conclave-writer%'")) {
            if (rows.next()) {
                server.killSession(rows.getLong(1));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Loss.class)
    void commitWhoseAnswerIsLostIsLookedForAndDoneOnce(Loss loss) throws Exception {
        try (CommitBreaker way = CommitBreaker.to(server.port())) {
            open(over(way.port(), 5), Patience.USUAL);
            way.breakNext(loss);

            assertThat(result(database.write(inserting("f1")))).isEqualTo("f1");

            assertThat(way.isBroken()).isTrue();
            assertThat(has(database, "f1")).isTrue();
            assertThat(result(database.write(inserting("f2")))).isEqualTo("f2");
        }
    }

    @Test
    void commitThatNobodyCanAskAboutIsToldAsUnknownAndWritingGoesOnAfterwards() throws Exception {
        try (CommitBreaker way = CommitBreaker.to(server.port())) {
            open(over(way.port(), 1), SHORT);
            way.breakNextAndStayCut(Loss.ANSWER);

            Future<String> write = database.write(inserting("f1"));

            assertThat(problem(write)).isEqualTo("outcome_unknown");
            assertThat(((ProblemException) write.cause()).problem().detail())
                    .contains("127.0.0.1:" + way.port())
                    .doesNotContain(server.password());
            way.mend();
            assertThat(result(database.write(inserting("f2")))).isEqualTo("f2");
            assertThat(has(database, "f1")).isTrue();
        }
    }

    @Test
    void serverThatStandsStillIsGivenUpInTimeAndFoundAgain() throws Exception {
        open(url + "&socketTimeout=1&connectTimeout=1&loginTimeout=1", SHORT);
        result(database.write(inserting("f1")));

        server.pause();
        List<Future<String>> writes = new ArrayList<>();
        Future<Boolean> read;
        long begun = System.nanoTime();
        try {
            for (int i = 2; i < 50; i++) {
                writes.add(database.write(inserting("f" + i)));
            }
            read = database.read(tx -> tx.files().find("f1").isPresent());
            for (Future<String> write : writes) {
                assertThat(problem(write)).isIn("database_unavailable", "outcome_unknown");
            }
            assertThat(problem(read)).isEqualTo("database_unavailable");
        } finally {
            server.resume();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(15));

        assertThat(has(database, "f1")).isTrue();
        assertThat(result(database.write(inserting("f99")))).isEqualTo("f99");
    }

    @Test
    void standbyThatIsReadyForItsTermHasAllItsConnections() throws Exception {
        String name = "ready-" + System.nanoTime();
        database = SqlDatabase.open(settings(url + "&ApplicationName=" + name), Patience.USUAL);

        result(database.prepareTerm("c1"));

        try (Connection connection = server.connect(url);
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "SELECT count(*) FROM pg_stat_activity WHERE application_name = '" + name + "'")) {
            rows.next();
            assertThat(rows.getInt(1)).isEqualTo(READERS + 1);
        }
    }

    /** As a firewall does that forgets a connection on which nothing was said for long. */
    @Test
    void standbyWhoseConnectionsWereCutWithoutAWordReadsAndBeginsItsTermAllTheSame() throws Exception {
        try (Relay way = Relay.to(server.port())) {
            database = SqlDatabase.open(settings(over(way.base().getPort(), 30)), ALWAYS_ASKS);
            result(database.prepareTerm("c1"));
            for (int i = 0; i < READERS; i++) {
                has(database, "f1");
            }

            way.forget();

            for (int i = 0; i < READERS; i++) {
                assertThat(has(database, "f1")).isFalse();
            }
            result(database.beginTerm(new ControllerRef("c1", 1)));
            assertThat(result(database.write(inserting("f1")))).isEqualTo("f1");
        }
    }

    @Test
    void statementThatTakesTooLongFailsAloneAndSaysSo() throws Exception {
        open(url + "&options=-c%20statement_timeout%3D1s", Patience.USUAL);
        try (Connection connection = server.connect(url);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE FUNCTION dawdle() RETURNS trigger LANGUAGE plpgsql AS"
                    + " $$ BEGIN PERFORM pg_sleep(5); RETURN NEW; END $$");
            statement.execute("CREATE TRIGGER dawdle BEFORE INSERT ON settings FOR EACH ROW EXECUTE FUNCTION dawdle()");
        }
        Future<String> before = database.write(inserting("f1"));
        Future<String> slow = database.write(tx -> {
            tx.settings().put("slow", "1", StoreRows.NOW);
            return "slow";
        });
        Future<String> after = database.write(inserting("f2"));

        assertThat(result(before)).isEqualTo("f1");
        assertThat(problem(slow)).isEqualTo("database_slow");
        assertThat(result(after)).isEqualTo("f2");
    }

    @Test
    void startWaitsForAServerThatComesLater() throws Exception {
        server.crash();
        Thread later = new Thread(() -> {
            try {
                TimeUnit.MILLISECONDS.sleep(700);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            server.start();
        });
        later.start();

        open(url, Patience.USUAL);

        later.join();
        assertThat(result(database.write(inserting("f1")))).isEqualTo("f1");
    }

    @Test
    void startWithoutAServerIsGivenUpAndNamesPlaceAndReason() {
        int port = UnusedPort.any();

        assertThatThrownBy(() -> SqlDatabase.open(settings("jdbc:postgresql://127.0.0.1:" + port + "/nowhere"), SHORT))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("127.0.0.1:" + port + "/nowhere")
                .hasMessageContaining("refused")
                .hasMessageContaining("tried for 1 s")
                .hasMessageNotContaining(server.password());
    }

    @Test
    void startThatIsNotLetInIsGivenUpAtOnce() {
        long begun = System.nanoTime();
        assertThatThrownBy(() -> SqlDatabase.open(
                        new DatabaseSettings(url, Optional.of(server.user()), Optional.of("wr0ng-secret"))))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("password authentication failed for user \"conclave\"")
                .hasMessageNotContaining("wr0ng-secret");
        assertThatThrownBy(() -> SqlDatabase.open(settings("jdbc:postgresql://127.0.0.1:" + server.port() + "/no")))
                .hasMessageContaining("database \"no\" does not exist");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(15));
    }

    @Test
    void databaseWithSomebodyElsesTablesIsLeftAlone() throws Exception {
        try (Connection connection = server.connect(url);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE files (theirs TEXT)");
        }

        assertThatThrownBy(() -> SqlDatabase.open(settings(url)))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("holds something else than Conclave's tables");
    }

    @Test
    void closeEndsWhileTheServerStandsStill() throws Exception {
        open(url, Patience.USUAL);
        result(database.write(inserting("f1")));
        server.pause();
        try {
            database.write(inserting("f2"));
            long begun = System.nanoTime();
            database.close();
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(9));
        } finally {
            server.resume();
        }
    }

    private String over(int port, int answerSeconds) {
        return url.replace(":" + server.port() + "/", ":" + port + "/") + "&prepareThreshold=0&connectTimeout=1"
                + "&loginTimeout=1&socketTimeout=" + answerSeconds;
    }
}
