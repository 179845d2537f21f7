package io.conclave.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.conclave.audit.OperationLog;
import io.conclave.bus.Bus;
import io.conclave.bus.ControllerRef;
import io.conclave.bus.ProblemException;
import io.conclave.config.EnsembleSettings;
import io.conclave.config.NodeAddress;
import io.conclave.config.WorkloadSettings;
import io.conclave.store.SqlDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole ticks, with the other features played by {@link OtherFeatures}. */
class WorkloadVerticleTest {

    private static final EnsembleSettings ENSEMBLE = new EnsembleSettings(
            Optional.empty(),
            List.of(
                    NodeAddress.of("zk1", "127.0.0.1", 1),
                    NodeAddress.of("zk2", "127.0.0.1", 2),
                    NodeAddress.of("zk3", "127.0.0.1", 3)),
            Duration.ofMillis(250),
            Duration.ofSeconds(2),
            Duration.ofSeconds(1));

    @TempDir
    Path folder;

    private Vertx vertx;
    private Bus bus;
    private SqlDatabase database;
    private OtherFeatures others;
    private final FakeTraffic traffic = new FakeTraffic();

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        ControllerRef self = new ControllerRef("c1", 1);
        bus = new Bus(vertx, self, Clock.systemUTC());
        database = SqlDatabase.open("jdbc:sqlite:" + folder.resolve("c.db"), self);
        others = new OtherFeatures(bus);
    }

    @AfterEach
    void close() throws Exception {
        traffic.release.countDown();
        for (String deployment : vertx.deploymentIDs()) {
            vertx.undeploy(deployment).await(5, TimeUnit.SECONDS);
        }
        database.close();
        vertx.close().await(5, TimeUnit.SECONDS);
    }

    private void deploy(WorkloadSettings settings) throws Exception {
        WorkloadVerticle verticle = new WorkloadVerticle(
                settings,
                ENSEMBLE,
                () -> traffic,
                1_000_000,
                bus,
                database,
                new OperationLog(bus, database, Clock.systemUTC(), () -> null),
                new Random(3),
                Clock.systemUTC());
        vertx.deployVerticle(verticle).await(5, TimeUnit.SECONDS);
    }

    private static WorkloadSettings every(Duration interval, boolean enabled) {
        return new WorkloadSettings(enabled, interval, 18, 50, 2);
    }

    private TickResult tick() throws Exception {
        return bus.request(WorkloadTopics.TICK, new Tick("test")).await(10, TimeUnit.SECONDS);
    }

    private WorkloadState state() throws Exception {
        return bus.request(WorkloadTopics.CURRENT, new AskWorkload()).await(5, TimeUnit.SECONDS);
    }

    private WorkloadState change(ChangeWorkload change) throws Exception {
        return bus.request(WorkloadTopics.CHANGE, change).await(5, TimeUnit.SECONDS);
    }

    @Test
    void firstTickComesByItselfAsSoonAsThereIsAQuorumAndBringsMigrations() throws Exception {
        deploy(every(Duration.ofMinutes(10), true));
        assertThat(others.made).isEmpty();

        others.publishEnsemble(true);

        await().untilAsserted(() -> {
            assertThat(others.made).hasSize(1);
            assertThat(others.made.get(0).pinnedTo()).isEqualTo("zk1");
            assertThat(others.made.get(0).count()).isGreaterThan(5);
            assertThat(others.rounds.get()).isPositive();
            assertThat(state().ticks()).isEqualTo(1);
        });
    }

    @Test
    void ticksFollowEachOtherAndNeverExceedTheBoundOrTouchUsersFiles() throws Exception {
        others.addUsersFile("demo-mine.txt");
        others.publishEnsemble(true);
        deploy(every(Duration.ofMillis(5), true));

        await().atMost(Duration.ofSeconds(20)).until(() -> state().ticks() >= 30);

        assertThat(others.mostDemoFiles.get()).isBetween(10, 18);
        assertThat(others.names()).contains("demo-mine.txt");
        assertThat(others.deleted).isNotEmpty();
        assertThat(state().lastError()).isNull();
    }

    @Test
    void tickByHandRunsWhileTheTrafficIsSwitchedOff() throws Exception {
        others.publishEnsemble(true);
        deploy(every(Duration.ofMillis(5), false));

        TickResult result = tick();

        assertThat(result.filesCreated()).isPositive();
        assertThat(result.tasksCreated()).isPositive();
        assertThat(result.znodeEvents()).isEqualTo(2);
        assertThat(result.skipped()).isNull();
        assertThat(state().ticks()).isEqualTo(1);
        assertThat(traffic.openSessions()).isZero();
    }

    @Test
    void tickWithoutAQuorumSaysSoAndMakesNothing() throws Exception {
        others.publishEnsemble(false);
        deploy(every(Duration.ofMillis(5), true));

        TickResult result = tick();

        assertThat(result.skipped()).contains("no quorum");
        assertThat(others.made).isEmpty();
        assertThat(state().ticks()).isZero();
        others.publishEnsemble(true);
        await().until(() -> state().ticks() > 0);
    }

    @Test
    void ticksByHandRunOneAfterAnotherAndTooManyAreRefused() throws Exception {
        others.publishEnsemble(true);
        deploy(every(Duration.ofMinutes(10), false));

        List<Future<TickResult>> all = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            all.add(bus.request(WorkloadTopics.TICK, new Tick("test")));
        }
        await().until(() -> all.stream().allMatch(Future::isComplete));

        assertThat(others.mostAtOnce.get()).isEqualTo(1);
        assertThat(all.stream().filter(Future::succeeded)).hasSize(8);
        assertThat(all.stream().filter(Future::failed).map(failed -> ProblemException.of(failed.cause())
                        .status()))
                .hasSize(4)
                .containsOnly(409);
    }

    @Test
    void partThatFailsIsNamedAndKeepsTheOthersFromNothing() throws Exception {
        others.publishEnsemble(true);
        others.refuseFiles = true;
        traffic.fail = true;
        deploy(every(Duration.ofMinutes(10), false));

        TickResult result = tick();

        assertThat(result.filesCreated()).isZero();
        assertThat(result.tasksCreated()).isPositive();
        assertThat(result.skipped()).contains("files: no node can take it").contains("znodes: ");
        assertThat(state().lastError()).isEqualTo(result.skipped());
    }

    @Test
    void znodeEventsThatHangDoNotPileUp() throws Exception {
        others.publishEnsemble(true);
        traffic.hang = true;
        deploy(every(Duration.ofMinutes(10), false));

        assertThat(tick().skipped()).contains("znodes: no answer within");
        assertThat(tick().skipped()).contains("earlier tick");
        assertThat(traffic.calls.get()).isEqualTo(1);
    }

    @Test
    void noRoundIsAskedForWhereRoundsDoNotRunByThemselves() throws Exception {
        others.publishEnsemble(true);
        others.automaticRounds = false;
        deploy(every(Duration.ofMinutes(10), false));

        assertThat(tick().filesCreated()).isPositive();

        assertThat(others.rounds.get()).isZero();
    }

    @Test
    void switchedOffAndOnAtRunTimeTheSessionsFollow() throws Exception {
        others.publishEnsemble(true);
        deploy(every(Duration.ofMillis(5), true));
        await().until(() -> state().openClients() == 2 && state().ticks() > 2);

        change(new ChangeWorkload(false, null, null, null, null, "test"));
        await().until(() -> traffic.openSessions() == 0);
        long ticks = state().ticks();
        change(new ChangeWorkload(true, 3_600L, null, null, 3, "test"));

        await().until(() -> state().openClients() == 3 && state().ticks() > ticks);
        assertThat(state().interval()).isEqualTo(3_600);
    }

    @Test
    void demoFilesOfAnEarlierRunAreKnownAgain() throws Exception {
        database.write(tx -> {
                    for (int i = 0; i < 18; i++) {
                        tx.files().insert(OtherFeatures.demoRow("0000-" + (10 + i)));
                    }
                    return null;
                })
                .await(5, TimeUnit.SECONDS);
        others.publishEnsemble(true);
        deploy(every(Duration.ofMinutes(10), false));

        TickResult result = tick();

        assertThat(result.filesDeleted()).isEqualTo(result.filesCreated()).isPositive();
        assertThat(others.deleted).contains("0000-10");
    }

    @Test
    void badChangeIsRefusedByName() throws Exception {
        deploy(every(Duration.ofMinutes(10), false));

        assertThatThrownBy(() -> change(new ChangeWorkload(null, 0L, null, null, null, "test")))
                .satisfies(e -> assertThat(ProblemException.of(e).field()).isEqualTo("interval"));
    }

    /** Counts instead of talking to an ensemble. */
    private static final class FakeTraffic implements ZnodeTraffic {

        private final AtomicInteger calls = new AtomicInteger();
        private final CountDownLatch release = new CountDownLatch(1);
        private volatile int sessions;
        private volatile boolean fail;
        private volatile boolean hang;

        @Override
        public int events() throws Exception {
            calls.incrementAndGet();
            if (hang) {
                release.await();
            }
            if (fail) {
                throw new IllegalStateException("connection loss");
            }
            return 2;
        }

        @Override
        public void holdSessions(int wanted) {
            sessions = wanted;
        }

        @Override
        public int openSessions() {
            return sessions;
        }

        @Override
        public void close() {
            sessions = 0;
        }
    }
}
