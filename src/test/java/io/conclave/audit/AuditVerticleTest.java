package io.conclave.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.bus.Bus;
import io.conclave.bus.ControllerRef;
import io.conclave.bus.Json;
import io.conclave.bus.ProblemException;
import io.conclave.store.SqlDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AuditVerticleTest {

    private static final Duration SOON = Duration.ofSeconds(5);
    private static final FollowUpTiming QUICK = new FollowUpTiming(
            Duration.ofMillis(500), Duration.ofMillis(30), Duration.ofMillis(300), Duration.ofMillis(10), 2);

    /** The later measure does not come within a test. */
    private static final FollowUpTiming PATIENT = new FollowUpTiming(
            Duration.ofMinutes(5), Duration.ofMillis(30), Duration.ofMinutes(5), Duration.ofMillis(10), 2);

    @TempDir
    Path folder;

    private final List<Operation> announced = new CopyOnWriteArrayList<>();
    private final List<Operation> ended = new CopyOnWriteArrayList<>();
    private final List<Operation> settled = new CopyOnWriteArrayList<>();
    private volatile Supplier<JsonNode> ensemble =
            () -> ThreeNodes.healthy(Instant.now()).json();
    private Vertx vertx;
    private Bus bus;
    private SqlDatabase database;
    private OperationLog log;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        bus = new Bus(vertx, new ControllerRef("c1", 1), Clock.systemUTC());
        database = SqlDatabase.open("jdbc:sqlite:" + folder.resolve("c.db"), bus.self());
        log = new OperationLog(bus, database, Clock.systemUTC(), () -> ensemble.get());
        bus.subscribe(AuditTopics.OPERATIONS, message -> announced.add(message.body()));
        bus.subscribe(AuditTopics.ENDED, message -> ended.add(message.body()));
        bus.subscribe(AuditTopics.SETTLED, message -> settled.add(message.body()));
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().await(5, TimeUnit.SECONDS);
        database.close();
    }

    private String startAudit(FollowUpTiming timing) throws Exception {
        return vertx.deployVerticle(new AuditVerticle(
                        bus,
                        database,
                        log,
                        () -> Future.succeededFuture(ensemble.get()),
                        timing,
                        Clock.systemUTC(),
                        System::nanoTime))
                .await(5, TimeUnit.SECONDS);
    }

    private Operation begin(Action action, String node) throws Exception {
        return log.begin(action, "rest", node, Json.object()).await(5, TimeUnit.SECONDS);
    }

    private Operation finish(Operation running, OperationStatus status) throws Exception {
        return log.finish(running, status, Json.object().put("took", 5)).await(5, TimeUnit.SECONDS);
    }

    private OperationDetail get(long id) throws Exception {
        return bus.request(AuditTopics.GET, new GetOperation(id)).await(5, TimeUnit.SECONDS);
    }

    private OperationPage list(ListOperations question) throws Exception {
        return bus.request(AuditTopics.LIST, question).await(5, TimeUnit.SECONDS);
    }

    private static ListOperations only(Action action, String node, OperationStatus status) {
        return new ListOperations(10, null, action, node, status, null, null, null);
    }

    @Test
    void longActionIsSeenRunningAndThenFinishedWithWhatWasMeasuredAroundIt() throws Exception {
        Operation running = begin(Action.NODE_RESTART, "zk1");
        finish(running, OperationStatus.OK);

        await().atMost(SOON).until(() -> announced.size() == 2);
        assertThat(announced)
                .extracting(Operation::status)
                .containsExactly(OperationStatus.RUNNING, OperationStatus.OK);
        Operation finished = announced.get(1);
        assertThat(finished.id()).isEqualTo(running.id());
        assertThat(finished.beforeMetrics().get("leader").asText()).isEqualTo("zk1");
        assertThat(finished.afterMetrics().get("leader").asText()).isEqualTo("zk1");
        assertThat(finished.endedAt()).isAfterOrEqualTo(finished.timestamp());
        assertThat(finished.durationMs())
                .isEqualTo(Duration.between(finished.timestamp(), finished.endedAt())
                        .toMillis());
    }

    @Test
    void whatWasWrittenAtTheBeginningStaysAsItWasWritten() throws Exception {
        Operation running = log.begin(
                        Action.NODE_STOP,
                        "rest",
                        "zk1",
                        Json.object().put("force", true).put("reason", "disk"))
                .await(5, TimeUnit.SECONDS);

        Operation finished = log.finish(
                        running,
                        OperationStatus.FAILED,
                        Json.object().put("reason", "it hung").put("code", "timeout"))
                .await(5, TimeUnit.SECONDS);

        assertThat(finished.details())
                .isEqualTo(Json.parse("{\"force\":true,\"reason\":\"disk\",\"code\":\"timeout\","
                        + "\"atEnd\":{\"reason\":\"it hung\"}}"));
        assertThat(finished.beforeMetrics()).isEqualTo(running.beforeMetrics());
    }

    @Test
    void operationEndsOnceAndTheSecondEndIsRefusedAndNotTold() throws Exception {
        startAudit(PATIENT);
        Operation running = begin(Action.NODE_STOP, "zk2");
        finish(running, OperationStatus.OK);

        assertThatThrownBy(() -> finish(running, OperationStatus.FAILED))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().code()).isEqualTo("already_ended"));
        assertThat(get(running.id()).operation().status()).isEqualTo(OperationStatus.OK);
        await().atMost(SOON).until(() -> ended.size() == 1);
    }

    @Test
    void everyOutcomeEndsExactlyOnceHoweverManyMeasuresFollow() throws Exception {
        begin(Action.NODE_STOP, "zk1");
        startAudit(QUICK);
        for (OperationStatus status : List.of(
                OperationStatus.OK, OperationStatus.FAILED, OperationStatus.REFUSED, OperationStatus.CANCELLED)) {
            finish(begin(Action.UNDRAIN, "zk2"), status);
            await().atMost(SOON).until(() -> list(only(Action.UNDRAIN, null, null)).operations().stream()
                    .noneMatch(operation ->
                            operation.later() != null && operation.later().state() == MeasureState.PENDING));
        }
        Operation recorded = database.write(
                        tx -> log.record(tx, Action.SETTINGS, "rest", null, OperationStatus.OK, Json.object()))
                .await(5, TimeUnit.SECONDS);
        log.announce(recorded);

        await().atMost(SOON).until(() -> ended.size() == 6);
        assertThat(ended)
                .extracting(Operation::status)
                .containsExactlyInAnyOrder(
                        OperationStatus.INTERRUPTED,
                        OperationStatus.OK,
                        OperationStatus.FAILED,
                        OperationStatus.REFUSED,
                        OperationStatus.CANCELLED,
                        OperationStatus.OK);
        assertThat(announced.size()).isGreaterThan(6 + 5);
    }

    @Test
    void ensembleIsMeasuredWhenItHasSettledAndAgainLater() throws Exception {
        startAudit(QUICK);
        Operation running = begin(Action.NODE_STOP, "zk2");
        ensemble = () -> ThreeNodes.healthy(Instant.now()).down("zk2").json();
        long id = finish(running, OperationStatus.OK).id();

        await().atMost(SOON).until(() -> get(id).operation().later().state() == MeasureState.MEASURED);
        Operation whole = get(id).operation();
        assertThat(whole.settled().state()).isEqualTo(MeasureState.MEASURED);
        assertThat(whole.settled().recoverMs()).isNotNegative();
        assertThat(whole.settled().metrics().at("/nodes/zk2/role").asText()).isEqualTo("down");
        assertThat(Duration.between(whole.endedAt(), whole.later().at()))
                .isBetween(Duration.ofMillis(290), Duration.ofSeconds(3));
        assertThat(get(id).difference())
                .filteredOn(FigureDifference::settledChanged)
                .extracting(FigureDifference::node, FigureDifference::figure)
                .contains(tuple("zk2", "role"), tuple(null, "quorum.up"))
                .doesNotContain(tuple("zk1", "role"));

        await().atMost(SOON).until(() -> announced.size() == 4);
        assertThat(announced).extracting(Operation::id).containsOnly(id);
        assertThat(announced.get(2).settled().state()).isEqualTo(MeasureState.MEASURED);
        assertThat(announced.get(2).later().state()).isEqualTo(MeasureState.PENDING);
        assertThat(announced.get(3).later().metrics()).isNotNull();
        assertThat(settled).extracting(Operation::id).containsExactly(id);
    }

    @Test
    void ensembleThatDoesNotSettleInTimeSaysWhatWasMissingInBothLanguages() throws Exception {
        startAudit(QUICK);
        Operation running = begin(Action.NODE_START, "zk3");
        ensemble = () ->
                ThreeNodes.healthy(Instant.now()).with("zk3", "role", "looking").json();
        long id = finish(running, OperationStatus.OK).id();

        await().atMost(SOON).until(() -> get(id).operation().settled().state() == MeasureState.NOT_SETTLED);
        Measured measured = get(id).operation().settled();
        assertThat(measured.recoverMs()).isNull();
        assertThat(measured.reason()).isEqualTo(MeasureReason.NOT_SERVING);
        assertThat(measured.sentence().en()).isEqualTo("zk3 did not serve: it was looking and healthy.");
        assertThat(measured.sentence().zh()).contains("zk3");
        assertThat(settled).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Action.class)
    void onlyWhatActsOnNodesIsFollowedAndNothingThatWasRefused(Action action) throws Exception {
        startAudit(PATIENT);

        assertThat(finish(begin(action, "zk1"), OperationStatus.OK).settled() != null)
                .isEqualTo(action.isFollowed());
        assertThat(finish(begin(action, "zk1"), OperationStatus.REFUSED).settled())
                .isNull();
    }

    @Test
    void whatTheLastControllerLeftRunningIsClosedAsInterruptedAndNotMeasuredAnyMore() throws Exception {
        long id = begin(Action.NODE_STOP, "zk2").id();

        startAudit(QUICK);

        await().atMost(SOON).until(() -> announced.size() == 2);
        assertThat(announced)
                .extracting(Operation::id, Operation::status)
                .containsExactly(tuple(id, OperationStatus.RUNNING), tuple(id, OperationStatus.INTERRUPTED));
        Operation interrupted = list(ListOperations.newest(10)).operations().get(0);
        assertThat(interrupted.status()).isEqualTo(OperationStatus.INTERRUPTED);
        assertThat(interrupted.endedAt()).isNull();
        assertThat(interrupted.durationMs()).isNull();
        assertThat(List.of(interrupted.settled(), interrupted.later())).allSatisfy(measured -> {
            assertThat(measured.state()).isEqualTo(MeasureState.UNMEASURED);
            assertThat(measured.reason()).isEqualTo(MeasureReason.CONTROLLER_ENDED);
        });
    }

    @Test
    void whatTheLastControllerWasFollowingIsClosedWhereItsTimeIsOver() throws Exception {
        String first = startAudit(PATIENT);
        ensemble = () -> null;
        long id = finish(begin(Action.NODE_STOP, "zk2"), OperationStatus.OK).id();
        vertx.undeploy(first).await(5, TimeUnit.SECONDS);
        Instant over = stored(id).endedAt().plus(QUICK.laterAfter());
        await().atMost(SOON).until(() -> Instant.now().isAfter(over));

        startAudit(QUICK);

        Operation closed = get(id).operation();
        assertThat(closed.status()).isEqualTo(OperationStatus.OK);
        assertThat(closed.settled().reason()).isEqualTo(MeasureReason.CONTROLLER_ENDED);
        assertThat(closed.later().reason()).isEqualTo(MeasureReason.CONTROLLER_ENDED);
    }

    @Test
    void laterMeasureIsStillTakenAfterAQuickRestart() throws Exception {
        String first = startAudit(PATIENT);
        ensemble = () -> null;
        long id = finish(begin(Action.NODE_STOP, "zk2"), OperationStatus.OK).id();
        vertx.undeploy(first).await(5, TimeUnit.SECONDS);
        ensemble = () -> ThreeNodes.healthy(Instant.now()).down("zk2").json();

        startAudit(new FollowUpTiming(
                Duration.ofSeconds(2), Duration.ofMillis(30), Duration.ofSeconds(2), Duration.ofMillis(10), 2));

        assertThat(get(id).operation().settled().reason()).isEqualTo(MeasureReason.CONTROLLER_ENDED);
        await().atMost(SOON).until(() -> get(id).operation().later().state() == MeasureState.MEASURED);
        assertThat(settled).isEmpty();
    }

    /** As the database has it, without asking the verticle. */
    private Operation stored(long id) throws Exception {
        return OperationRows.toOperation(database.read(tx -> tx.operations().find(id))
                .await(5, TimeUnit.SECONDS)
                .orElseThrow());
    }

    @Test
    void oldestGivesWayWhereTooManyAreFollowed() throws Exception {
        startAudit(PATIENT);
        long first = finish(begin(Action.NODE_STOP, "zk1"), OperationStatus.OK).id();
        long second = finish(begin(Action.NODE_STOP, "zk2"), OperationStatus.OK).id();
        finish(begin(Action.NODE_STOP, "zk3"), OperationStatus.OK);

        await().atMost(SOON).until(() -> get(first).operation().later().state() == MeasureState.UNMEASURED);
        assertThat(get(first).operation().settled().sentence().en())
                .isEqualTo("Not measured: more than 2 operations were being followed at once.");
        assertThat(get(second).operation().later().state()).isEqualTo(MeasureState.PENDING);
    }

    @Test
    void ensembleThatCannotBeAskedIsSaidToBeUnknown() throws Exception {
        startAudit(QUICK);
        Operation running = begin(Action.NODE_RESTART, "zk1");
        ensemble = () -> null;
        long id = finish(running, OperationStatus.OK).id();

        await().atMost(SOON).until(() -> get(id).operation().settled().state() == MeasureState.NOT_SETTLED);
        assertThat(get(id).operation().settled().reason()).isEqualTo(MeasureReason.NOTHING_KNOWN);
        assertThat(get(id).operation().later().state()).isEqualTo(MeasureState.UNMEASURED);
    }

    @Test
    void pagesGoNewestFirstAndFiltersNarrowThem() throws Exception {
        startAudit(PATIENT);
        for (int i = 0; i < 5; i++) {
            begin(i % 2 == 0 ? Action.DRAIN : Action.UNDRAIN, "zk" + i % 2);
        }

        OperationPage first = list(ListOperations.newest(2));
        OperationPage second = list(ListOperations.newest(2).after(first.nextBefore()));
        OperationPage third = list(ListOperations.newest(2).after(second.nextBefore()));

        assertThat(first.operations()).extracting(Operation::id).isSortedAccordingTo((a, b) -> Long.compare(b, a));
        assertThat(second.operations().get(0).id())
                .isLessThan(first.operations().get(1).id());
        assertThat(third.operations()).hasSize(1);
        assertThat(third.nextBefore()).isNull();
        assertThat(list(only(Action.UNDRAIN, null, null)).operations()).hasSize(2);
        assertThat(list(only(null, "zk0", OperationStatus.RUNNING)).operations())
                .hasSize(3);
    }

    @Test
    void actorAndTimeNarrowThePagesToo() throws Exception {
        startAudit(PATIENT);
        Operation mine = begin(Action.DRAIN, "zk1");
        Instant between = mine.timestamp().plusMillis(1);
        await().atMost(SOON).until(() -> Instant.now().isAfter(between));
        Operation other = log.begin(Action.DRAIN, "page", "zk2", Json.object()).await(5, TimeUnit.SECONDS);

        assertThat(ids(null, between, null)).containsExactly(other.id());
        assertThat(ids(null, null, between)).containsExactly(mine.id());
        assertThat(ids(null, mine.timestamp(), between)).containsExactly(mine.id());
        assertThat(ids("page", null, null)).containsExactly(other.id());
        assertThat(ids("nobody", null, null)).isEmpty();
    }

    private List<Long> ids(String actor, Instant from, Instant to) throws Exception {
        return list(new ListOperations(null, null, null, null, null, actor, from, to)).operations().stream()
                .map(Operation::id)
                .toList();
    }

    @Test
    void questionThatMakesNoSenseIsRefusedWithItsField() throws Exception {
        startAudit(PATIENT);
        Instant now = Instant.now();

        for (int limit : new int[] {0, -1, 501}) {
            assertField("limit", ListOperations.newest(limit));
        }
        assertField("before", ListOperations.newest(5).after(0L));
        assertField("from", new ListOperations(5, null, null, null, null, null, now, now));
        assertField("to", new ListOperations(5, null, null, null, null, null, null, Instant.MAX));
        assertField("from", new ListOperations(5, null, null, null, null, null, Instant.MIN, null));
    }

    private void assertField(String field, ListOperations question) {
        assertThatThrownBy(() -> list(question)).isInstanceOfSatisfying(ProblemException.class, e -> assertThat(
                        e.problem().field())
                .isEqualTo(field));
    }

    @Test
    void operationThatIsNotThereIsNotFound() throws Exception {
        startAudit(PATIENT);

        assertThatThrownBy(() -> get(4711)).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.problem().status()).isEqualTo(404);
            assertThat(e.problem().field()).isEqualTo("id");
        });
        assertThat(get(begin(Action.UPLOAD, null).id()).difference()).isNotEmpty();
    }
}
