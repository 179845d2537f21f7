package io.conclave.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.conclave.audit.Action;
import io.conclave.audit.OperationLog;
import io.conclave.bus.Bus;
import io.conclave.bus.ControllerRef;
import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;
import io.conclave.bus.Request;
import io.conclave.config.SchedulerSettings;
import io.conclave.ensemble.Health;
import io.conclave.files.FileTopics;
import io.conclave.files.MoveFile;
import io.conclave.files.PlaceFile;
import io.conclave.files.Placement;
import io.conclave.files.ReleasePlacement;
import io.conclave.store.OperationFilter;
import io.conclave.store.OperationRow;
import io.conclave.store.SqlDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scheduler with a real database, and {@link OtherFeatures} around it. */
class SchedulerVerticleTest {

    private static final Duration LONG = Duration.ofMinutes(10);

    @TempDir
    Path folder;

    private final List<Plan> plans = new CopyOnWriteArrayList<>();
    private final List<Counts> counts = new CopyOnWriteArrayList<>();
    private Vertx vertx;
    private Bus bus;
    private SqlDatabase database;
    private OtherFeatures others;
    private String deployment;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        ControllerRef self = new ControllerRef("c1", 1);
        bus = new Bus(vertx, self, Clock.systemUTC());
        database = SqlDatabase.open("jdbc:sqlite:" + folder.resolve("c.db"), self);
        others = new OtherFeatures(vertx, bus);
        bus.subscribe(SchedulerTopics.PLAN, message -> plans.add(message.body()));
        bus.subscribe(SchedulerTopics.COUNTS, message -> counts.add(message.body()));
    }

    @AfterEach
    void close() throws Exception {
        for (String each : vertx.deploymentIDs()) {
            vertx.undeploy(each).await(5, TimeUnit.SECONDS);
        }
        database.close();
        vertx.close().await(5, TimeUnit.SECONDS);
    }

    private void deploy(boolean enabled, Duration interval, int batch) throws Exception {
        SchedulerVerticle verticle = new SchedulerVerticle(
                new SchedulerSettings(enabled, interval, 5, batch, "file-count", Map.of()),
                OtherFeatures.NODES,
                bus,
                database,
                new OperationLog(bus, database, Clock.systemUTC(), () -> null),
                Clock.systemUTC(),
                System::nanoTime,
                () -> UUID.randomUUID().toString());
        deployment = vertx.deployVerticle(verticle).await(5, TimeUnit.SECONDS);
    }

    private <Q, A> A ask(Request<Q, A> request, Q question) throws Exception {
        return bus.request(request, question).await(5, TimeUnit.SECONDS);
    }

    private <Q, A> Problem refusal(Request<Q, A> request, Q question) throws Exception {
        Throwable failure = bus.request(request, question)
                .map(answer -> (Throwable) null)
                .otherwise(cause -> cause)
                .await(5, TimeUnit.SECONDS);
        assertThat(failure).as("answered").isInstanceOf(ProblemException.class);
        return ProblemException.of(failure);
    }

    private Plan plan() throws Exception {
        return ask(SchedulerTopics.DIAGNOSTICS, new AskPlan());
    }

    private RoundResult run(String planId) throws Exception {
        return ask(SchedulerTopics.RUN, new RunScheduler(planId, "tester"));
    }

    private List<OperationRow> operations(Action action) throws Exception {
        return database.read(tx -> tx.operations()
                        .page(100, new OperationFilter(null, action.code(), null, null, null, null, null)))
                .await(5, TimeUnit.SECONDS);
    }

    @Test
    void filesOfTheDatabaseAndChangesSinceAreCountedAndPublished() throws Exception {
        others.seed(database, "zk1", 3);
        deploy(false, LONG, 1);
        others.add("zk2", 700);

        await().untilAsserted(() -> assertThat(counts)
                .last()
                .isEqualTo(new Counts(
                        Map.of("zk1", 3L, "zk2", 1L, "zk3", 0L),
                        Map.of("zk1", 300L, "zk2", 700L, "zk3", 0L),
                        4,
                        1000)));
        assertThat(plans).last().satisfies(plan -> {
            assertThat(plan.reason()).isEqualTo(PlanReason.BELOW_THRESHOLD);
            assertThat(plan.totalFiles()).isEqualTo(4);
        });
    }

    @Test
    void roundByHandMovesOneFileAlsoWhereRoundsDoNotRunByThemselves() throws Exception {
        others.seed(database, "zk1", 12);
        deploy(false, LONG, 1);

        RoundResult result = run(null);

        assertThat(result.executed()).isTrue();
        assertThat(result.moved()).isEqualTo(1);
        assertThat(result.before().reason()).isEqualTo(PlanReason.MIGRATE);
        assertThat(result.after().counts()).isEqualTo(Map.of("zk1", 11L, "zk2", 1L, "zk3", 0L));
        assertThat(others.moves).singleElement().satisfies(move -> {
            assertThat(move.planId()).isEqualTo(result.before().id());
            assertThat(move.actor()).isEqualTo("tester");
        });
    }

    @Test
    void roundWithNothingToDoMovesNothing() throws Exception {
        deploy(false, LONG, 1);

        RoundResult result = run(null);

        assertThat(result.executed()).isFalse();
        assertThat(result.moved()).isZero();
        assertThat(result.before()).isEqualTo(result.after());
    }

    @Test
    void movesOfARoundRunSideBySideWithinTheBound() throws Exception {
        others.seed(database, "zk1", 40);
        deploy(false, LONG, 0);

        RoundResult result = run(null);

        assertThat(result.moved()).isEqualTo(result.before().moves().size()).isGreaterThan(20);
        assertThat(others.mostAtOnce.get()).isGreaterThan(1).isLessThanOrEqualTo(Moves.AT_ONCE);
        assertThat(others.counts().values()).allSatisfy(held -> assertThat(held).isBetween(11L, 16L));
    }

    @Test
    void approvedPlanRunsExactlyOrIsRefusedWithWhatChanged() throws Exception {
        others.seed(database, "zk2", 10);
        deploy(false, LONG, 2);
        Plan approved = plan();
        others.add("zk2", 1);

        Problem refused = refusal(SchedulerTopics.RUN, new RunScheduler(approved.id(), "tester"));
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("plan_changed");
        assertThat(refused.detail()).contains("the number of files on zk2 is 11 instead of 10", "the first move");
        assertThat(others.moves).isEmpty();

        Plan fresh = plan();
        assertThat(run(fresh.id()).moved()).isEqualTo(2);
        assertThat(others.moves)
                .extracting(move -> move.fileId())
                .isEqualTo(fresh.moves().stream().map(PlannedMove::fileId).toList());
    }

    @Test
    void planThatNobodyKnowsIsRefused() throws Exception {
        deploy(false, LONG, 1);

        assertThat(refusal(SchedulerTopics.RUN, new RunScheduler("nonsense", "tester"))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void drainedNodeIsEmptiedWithoutWaitingForTheInterval() throws Exception {
        others.seed(database, "zk3", 6);
        deploy(true, LONG, 1);
        others.drain("zk3");

        await().untilAsserted(() -> assertThat(others.counts()).containsEntry("zk3", 0L));
        assertThat(others.moves).hasSize(6).allSatisfy(move -> {
            assertThat(move.reason()).isEqualTo("drain");
            assertThat(move.actor()).isEqualTo(MoveFile.SCHEDULER);
        });
    }

    @Test
    void firstRoundComesSoonAfterTheEnsembleIsHealthy() throws Exception {
        others.seed(database, "zk1", 6);
        deploy(true, LONG, 1);

        await().atMost(Duration.ofSeconds(4))
                .untilAsserted(() -> assertThat(others.moves).hasSize(1));
    }

    @Test
    void roundsFollowEachOtherByTheIntervalUntilBalanced() throws Exception {
        others.seed(database, "zk1", 9);
        deploy(true, Duration.ofSeconds(1), 1);

        await().atMost(Duration.ofSeconds(8))
                .untilAsserted(() -> assertThat(plan().reason()).isEqualTo(PlanReason.BELOW_THRESHOLD));
        assertThat(others.counts()).isEqualTo(Map.of("zk1", 5L, "zk2", 2L, "zk3", 2L));
    }

    @Test
    void movesThatFailAreToldAndDoNotKeepOtherFilesFromMoving() throws Exception {
        others.seed(database, "zk1", 8);
        deploy(false, LONG, 1);
        others.refusedFiles.add(plan().candidate().id());

        RoundResult failed = run(null);
        RoundResult next = run(null);

        assertThat(failed.executed()).isFalse();
        assertThat(failed.failed()).singleElement().asString().contains("not now");
        assertThat(next.executed()).isTrue();
    }

    @Test
    void everyRoundThatComesByItselfIsReportedWithItsEnd() throws Exception {
        List<RoundEnd> ends = new CopyOnWriteArrayList<>();
        bus.subscribe(SchedulerTopics.ROUNDS, message -> ends.add(message.body().end()));
        others.seed(database, "zk1", 7);
        deploy(true, Duration.ofSeconds(1), 1);
        await().atMost(Duration.ofSeconds(8))
                .untilAsserted(() -> assertThat(ends).contains(RoundEnd.MOVED, RoundEnd.IDLE));
        assertThat(ends).doesNotContain(RoundEnd.FAILED, RoundEnd.PAUSED);

        others.refuseMoves = true;
        for (int i = 0; i < 9; i++) {
            others.add("zk2", 1);
        }
        await().atMost(Duration.ofSeconds(4))
                .untilAsserted(() -> assertThat(ends).contains(RoundEnd.FAILED));
        ask(SchedulerTopics.CHANGE, new ChangeScheduler(null, null, null, null, false, "tester"));

        await().atMost(Duration.ofSeconds(4))
                .untilAsserted(() -> assertThat(ends).contains(RoundEnd.PAUSED));
    }

    @Test
    void roundThatHangsIsNeverReported() throws Exception {
        List<RoundEnd> ends = new CopyOnWriteArrayList<>();
        bus.subscribe(SchedulerTopics.ROUNDS, message -> ends.add(message.body().end()));
        others.seed(database, "zk1", 7);
        others.holdMoves = true;
        deploy(true, Duration.ofSeconds(1), 1);
        await().atMost(Duration.ofSeconds(4))
                .untilAsserted(() -> assertThat(others.moves).isNotEmpty());

        await().during(Duration.ofSeconds(2)).atMost(Duration.ofSeconds(4)).untilAsserted(() -> assertThat(ends)
                .isEmpty());
    }

    @Test
    void settingsArePublishedAtTheStartAndWhenTheyChange() throws Exception {
        List<SchedulerState> states = new CopyOnWriteArrayList<>();
        bus.subscribe(SchedulerTopics.CHANGED, message -> states.add(message.body()));
        deploy(true, Duration.ofSeconds(15), 1);
        SchedulerState changed =
                ask(SchedulerTopics.CHANGE, new ChangeScheduler(30L, null, null, null, null, "tester"));

        await().untilAsserted(() ->
                assertThat(states).extracting(SchedulerState::interval).containsExactly(15L, changed.interval()));
        assertThat(changed.interval()).isEqualTo(30);
    }

    @Test
    void whenTheNextRoundComesIsPublishedWithTheSettings() throws Exception {
        List<SchedulerStatus> all = new CopyOnWriteArrayList<>();
        bus.subscribe(SchedulerTopics.STATUS, message -> all.add(message.body()));
        others.seed(database, "zk1", 7);
        Instant begun = Instant.now();
        deploy(true, Duration.ofSeconds(1), 1);

        await().atMost(Duration.ofSeconds(8))
                .untilAsserted(() ->
                        assertThat(all).extracting(SchedulerStatus::running).contains(true));
        await().atMost(Duration.ofSeconds(8))
                .untilAsserted(() -> assertThat(all).last().satisfies(status -> {
                    assertThat(status.lastRound()).isEqualTo(RoundEnd.IDLE);
                    assertThat(status.nextRoundAt()).isAfter(begun);
                    assertThat(status.lastRoundAt()).isBefore(status.nextRoundAt());
                }));
        ask(SchedulerTopics.CHANGE, new ChangeScheduler(3_600L, 9, null, null, null, "tester"));

        await().untilAsserted(() -> assertThat(all).last().satisfies(status -> {
            assertThat(status.settings().threshold()).isEqualTo(9);
            assertThat(status.nextRoundAt()).isAfter(Instant.now().plusSeconds(3_000));
            assertThat(status.strategies()).contains("file-count", "bytes");
        }));
    }

    @Test
    void roundsThatMoveNothingDoNotRepeatInABusyLoop() throws Exception {
        others.seed(database, "zk3", 50);
        others.refuseMoves = true;
        deploy(true, LONG, 1);
        others.drain("zk3");
        await().untilAsserted(() -> assertThat(others.moves).isNotEmpty());

        others.add("zk1", 1);
        others.add("zk2", 1);
        await().during(Duration.ofMillis(500))
                .untilAsserted(() -> assertThat(others.moves).hasSize(1));
    }

    @Test
    void burstOfChangesIsPublishedAtMostTwentyTimesASecond() throws Exception {
        deploy(false, LONG, 1);
        plan();
        long begun = System.nanoTime();
        for (int i = 0; i < 2_000; i++) {
            others.add("zk" + (1 + i % 3), 10);
        }

        await().untilAsserted(() -> assertThat(counts).last().satisfies(last -> assertThat(last.totalFiles())
                .isEqualTo(2_000)));
        double seconds = (System.nanoTime() - begun) / 1e9;
        assertThat(plans.size()).isLessThan((int) (seconds * 20) + 4);
    }

    @Test
    void newsThatMakeNoDifferencePublishNothing() throws Exception {
        others.seed(database, "zk1", 2);
        deploy(false, LONG, 1);
        await().untilAsserted(() -> assertThat(plans).last().satisfies(plan -> assertThat(plan.reason())
                .isEqualTo(PlanReason.BELOW_THRESHOLD)));
        int before = plans.size();

        for (int i = 0; i < 20; i++) {
            others.publishEnsemble();
        }
        others.add("zk1", 1);

        await().untilAsserted(() -> assertThat(plans).hasSize(before + 1));
    }

    @Test
    void changedSettingsHoldAtOnceAndAfterARestart() throws Exception {
        others.seed(database, "zk1", 4);
        deploy(false, LONG, 1);

        SchedulerState changed =
                ask(SchedulerTopics.CHANGE, new ChangeScheduler(30L, 3, "auto", "bytes", null, "tester"));

        assertThat(changed).isEqualTo(new SchedulerState(30, 3, "auto", "bytes", false));
        assertThat(plan().reason()).isEqualTo(PlanReason.MIGRATE);
        assertThat(operations(Action.SETTINGS)).hasSize(1);
        vertx.undeploy(deployment).await(5, TimeUnit.SECONDS);
        deploy(false, LONG, 1);
        assertThat(ask(SchedulerTopics.SETTINGS, new AskScheduler())).isEqualTo(changed);
        vertx.undeploy(deployment).await(5, TimeUnit.SECONDS);
        deploy(false, LONG, 7);
        assertThat(ask(SchedulerTopics.SETTINGS, new AskScheduler()).batch())
                .as("settings that the program is started with anew")
                .isEqualTo("7");
    }

    @Test
    void badSettingsAreRefusedWithTheFieldAndWhatIsAllowed() throws Exception {
        deploy(false, LONG, 1);
        SchedulerState before = ask(SchedulerTopics.SETTINGS, new AskScheduler());

        assertThat(refusal(SchedulerTopics.CHANGE, new ChangeScheduler(0L, null, null, null, null, "t")))
                .satisfies(problem -> assertThat(problem.field()).isEqualTo("interval"));
        assertThat(refusal(SchedulerTopics.CHANGE, new ChangeScheduler(null, 0, null, null, null, "t")))
                .satisfies(problem -> assertThat(problem.field()).isEqualTo("threshold"));
        assertThat(refusal(SchedulerTopics.CHANGE, new ChangeScheduler(null, null, "1001", null, null, "t")))
                .satisfies(problem -> assertThat(problem.field()).isEqualTo("batch"));
        assertThat(refusal(SchedulerTopics.CHANGE, new ChangeScheduler(null, null, null, "astrology", null, "t")))
                .satisfies(problem -> assertThat(problem.allowed()).contains("consistent-hash"));
        assertThat(ask(SchedulerTopics.SETTINGS, new AskScheduler())).isEqualTo(before);
    }

    @Test
    void whatIfPlansWithoutMovingOrChangingAnything() throws Exception {
        others.seed(database, "zk1", 4);
        deploy(false, LONG, 1);
        Plan before = plan();

        Plan lower = ask(SchedulerTopics.WHAT_IF, new WhatIf(2, "auto", null, null));
        Plan drained = ask(SchedulerTopics.WHAT_IF, new WhatIf(null, null, null, List.of("zk1")));

        assertThat(lower.reason()).isEqualTo(PlanReason.MIGRATE);
        assertThat(lower.moves()).hasSizeGreaterThan(1);
        assertThat(drained.reason()).isEqualTo(PlanReason.DRAIN);
        assertThat(refusal(SchedulerTopics.WHAT_IF, new WhatIf(null, null, null, List.of("zk9")))
                        .status())
                .isEqualTo(404);
        assertThat(plan()).isEqualTo(before);
        assertThat(others.moves).isEmpty();
    }

    @Test
    void decisionsAreStoredPagedAndReachedAgainFromTheirInputs() throws Exception {
        others.seed(database, "zk1", 12);
        deploy(false, LONG, 3);
        others.publishRoom(50_000_000_000L);
        run(null);
        run(null);

        DecisionPage first = ask(SchedulerTopics.DECISIONS, new ListDecisions(1, null));
        DecisionPage second = ask(SchedulerTopics.DECISIONS, new ListDecisions(200, first.nextBefore()));
        Replay replay = ask(
                SchedulerTopics.REPLAY,
                new ReplayDecision(second.decisions().get(0).planId()));

        assertThat(first.decisions()).hasSize(1);
        assertThat(second.decisions()).isNotEmpty();
        assertThat(second.nextBefore()).isNull();
        assertThat(replay.same()).isTrue();
        assertThat(replay.plan().inputHash())
                .isEqualTo(second.decisions().get(0).inputHash());
        assertThat(refusal(SchedulerTopics.REPLAY, new ReplayDecision("nonsense"))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void planThatIsNotRunIsStoredSoon() throws Exception {
        deploy(false, LONG, 1);
        String id = plan().id();

        await().untilAsserted(() -> assertThat(ask(SchedulerTopics.DECISIONS, new ListDecisions(10, null))
                        .decisions())
                .extracting(Decision::planId)
                .contains(id));
    }

    @Test
    void concurrentUploadsAreSpreadThoughNoneHasArrivedYet() throws Exception {
        others.seed(database, "zk1", 2);
        deploy(false, LONG, 1);
        List<Future<Placement>> asked = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            asked.add(bus.request(FileTopics.PLACE, new PlaceFile(1, 100, null)));
        }
        Future.join(asked).await(5, TimeUnit.SECONDS);

        assertThat(asked.stream().map(each -> each.result().nodes().get(0)).toList())
                .containsExactlyInAnyOrder("zk1", "zk2", "zk2", "zk2", "zk3", "zk3", "zk3");
    }

    @Test
    void placeThatWasGivenBackIsGivenAgain() throws Exception {
        deploy(false, LONG, 1);
        String first =
                ask(FileTopics.PLACE, new PlaceFile(1, 100, null)).nodes().get(0);

        bus.publish(FileTopics.RELEASED, new ReleasePlacement(List.of(first)));

        assertThat(ask(FileTopics.PLACE, new PlaceFile(1, 100, null)).nodes()).containsExactly(first);
    }

    @Test
    void withAllNodesDownPlacementFailsAndSaysWhy() throws Exception {
        deploy(false, LONG, 1);
        others.set("zk1", Health.DOWN);
        others.set("zk2", Health.HUNG);
        others.set("zk3", Health.DOWN);
        others.drain("zk3");

        await().untilAsserted(() -> {
            Problem problem = refusal(FileTopics.PLACE, new PlaceFile(1, 100, null));
            assertThat(problem.status()).isEqualTo(503);
            assertThat(problem.code()).isEqualTo("no_target");
            assertThat(problem.detail()).contains("zk1 is down", "zk2 is hung", "zk3 is drained");
        });
    }

    @Test
    void nodeInAnElectionTakesFilesAndHungOneDoesNot() throws Exception {
        deploy(false, LONG, 1);
        others.set("zk1", Health.DEGRADED);
        others.set("zk2", Health.HUNG);

        await().untilAsserted(() -> assertThat(
                        ask(FileTopics.PLACE, new PlaceFile(20, 1, null)).nodes())
                .containsOnly("zk1", "zk3")
                .contains("zk1", "zk3"));
    }

    @Test
    void stopDuringARoundLetsMovesUnderWayAloneAndEndsInTime() throws Exception {
        others.seed(database, "zk1", 40);
        others.holdMoves = true;
        deploy(false, LONG, 0);
        Future<RoundResult> round = bus.request(SchedulerTopics.RUN, new RunScheduler(null, "tester"));
        await().untilAsserted(() -> assertThat(others.moves).hasSize(Moves.AT_ONCE));

        vertx.undeploy(deployment).await(2, TimeUnit.SECONDS);

        assertThat(others.moves).hasSize(Moves.AT_ONCE);
        assertThat(round.isComplete()).isFalse();
        assertThatThrownBy(() -> plan()).isInstanceOf(ProblemException.class);
    }
}
