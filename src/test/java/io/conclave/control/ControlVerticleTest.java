package io.conclave.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.conclave.audit.Action;
import io.conclave.audit.AuditTopics;
import io.conclave.audit.Operation;
import io.conclave.audit.OperationLog;
import io.conclave.audit.OperationStatus;
import io.conclave.bus.Bus;
import io.conclave.bus.ControllerRef;
import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;
import io.conclave.bus.Request;
import io.conclave.ensemble.EnsembleState;
import io.conclave.ensemble.EnsembleTopics;
import io.conclave.ensemble.NodeCondition;
import io.conclave.ensemble.NodeStatus;
import io.conclave.ensemble.Role;
import io.conclave.store.SqlDatabase;
import io.conclave.testing.Ensembles;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControlVerticleTest {

    @TempDir
    Path folder;

    private final List<Operation> audited = new CopyOnWriteArrayList<>();
    private final FakeProcesses processes = new FakeProcesses();
    private final FakeEnsemble ensemble = new FakeEnsemble();
    private final AtomicLong skippedNanos = new AtomicLong();
    private Vertx vertx;
    private Bus bus;
    private SqlDatabase database;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        bus = new Bus(vertx, new ControllerRef("c1", 1), Clock.systemUTC());
        database = SqlDatabase.open("jdbc:sqlite:" + folder.resolve("c.db"), bus.self());
        bus.subscribe(AuditTopics.OPERATIONS, message -> audited.add(message.body()));
    }

    @AfterEach
    void close() throws Exception {
        processes.gate.countDown();
        vertx.close().await(5, TimeUnit.SECONDS);
        database.close();
    }

    private void deploy(NodeProcesses servers) throws Exception {
        deploy(NodeControl.by("process", servers));
    }

    private void deploy(NodeControl control) throws Exception {
        bus.serve(EnsembleTopics.CURRENT, question -> Future.succeededFuture(ensemble.state()));
        OperationLog log = new OperationLog(bus, database, Clock.systemUTC(), () -> null);
        vertx.deployVerticle(new ControlVerticle(
                        bus, log, control, Clock.systemUTC(), () -> System.nanoTime() + skippedNanos.get()))
                .await(5, TimeUnit.SECONDS);
    }

    private <Q, A> A ask(Request<Q, A> request, Q question) throws Exception {
        return bus.request(request, question).await(10, TimeUnit.SECONDS);
    }

    private static Problem problemOf(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        Throwable thrown = org.assertj.core.api.Assertions.catchThrowable(call);
        assertThat(thrown).isInstanceOf(ProblemException.class);
        return ((ProblemException) thrown).problem();
    }

    private void awaitAudit(OperationStatus... statuses) {
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(
                        () -> assertThat(audited).extracting(Operation::status).containsExactly(statuses));
    }

    @ParameterizedTest
    @CsvSource({
        "NODE_START, start zk1",
        "NODE_STOP, stop zk1",
        "NODE_KILL, kill zk1",
        "NODE_PAUSE, pause zk1",
        "NODE_RESUME, resume zk1",
        "NODE_RESTART, restart zk1"
    })
    void actionIsCarriedOutAndAudited(Action action, String calls) throws Exception {
        processes.gate.countDown();
        deploy(processes);

        ControlResult result = ask(ControlTopics.ACT, new ControlNode("zk1", action, "page"));

        assertThat(processes.calls).containsExactly(calls.split(";"));
        assertThat(result.node()).isEqualTo("zk1");
        assertThat(result.action()).isEqualTo(action);
        awaitAudit(OperationStatus.RUNNING, OperationStatus.OK);
        assertThat(audited).allSatisfy(operation -> {
            assertThat(operation.id()).isEqualTo(result.operationId());
            assertThat(operation.actor()).isEqualTo("page");
            assertThat(operation.node()).isEqualTo("zk1");
        });
        assertThat(audited.get(1).details().get("changed").asBoolean()).isTrue();
    }

    @Test
    void secondActionOnABusyNodeIsRefusedWithWhoIsAtItWhileOthersGoOn() throws Exception {
        deploy(processes);
        Future<ControlResult> slow = bus.request(ControlTopics.ACT, new ControlNode("zk1", Action.NODE_STOP, "ann"));
        await().atMost(Duration.ofSeconds(5)).until(() -> processes.calls.contains("stop zk1"));

        Problem busy = problemOf(() -> ask(ControlTopics.ACT, new ControlNode("zk1", Action.NODE_KILL, "bob")));
        Future<ControlResult> other = bus.request(ControlTopics.ACT, new ControlNode("zk2", Action.NODE_START, "bob"));
        await().atMost(Duration.ofSeconds(5)).until(() -> processes.calls.contains("start zk2"));
        processes.gate.countDown();
        slow.await(5, TimeUnit.SECONDS);
        other.await(5, TimeUnit.SECONDS);

        assertThat(busy.status()).isEqualTo(409);
        assertThat(busy.code()).isEqualTo("busy");
        assertThat(busy.detail()).startsWith("zk1 is busy: node_stop by ann began ");
        assertThat(processes.calls).doesNotContain("kill zk1");
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(audited).anySatisfy(operation -> {
                    assertThat(operation.action()).isEqualTo(Action.NODE_KILL);
                    assertThat(operation.status()).isEqualTo(OperationStatus.REFUSED);
                    assertThat(operation.details().get("code").asText()).isEqualTo("busy");
                }));
        assertThat(ask(ControlTopics.ACT, new ControlNode("zk1", Action.NODE_KILL, "bob"))
                        .node())
                .isEqualTo("zk1");
    }

    @Test
    void failureIsAuditedAndTheNodeIsFreeAgain() throws Exception {
        processes.gate.countDown();
        processes.failure = new IllegalStateException("no such binary");
        deploy(processes);

        assertThatThrownBy(() -> ask(ControlTopics.ACT, new ControlNode("zk1", Action.NODE_START, "rest")))
                .hasMessageContaining("no such binary");
        awaitAudit(OperationStatus.RUNNING, OperationStatus.FAILED);

        processes.failure = null;
        assertThat(ask(ControlTopics.ACT, new ControlNode("zk1", Action.NODE_START, "rest"))
                        .node())
                .isEqualTo("zk1");
    }

    @Test
    void whatARuleStandsAgainstIsAuditedAsRefused() throws Exception {
        processes.gate.countDown();
        processes.failure = Problem.conflict("not_running", "zk1 does not run").asException();
        deploy(processes);

        assertThat(problemOf(() -> ask(ControlTopics.ACT, new ControlNode("zk1", Action.NODE_PAUSE, "rest"))))
                .isEqualTo(Problem.conflict("not_running", "zk1 does not run"));
        awaitAudit(OperationStatus.RUNNING, OperationStatus.REFUSED);
    }

    @Test
    void unknownNodeAndOtherActionsAreRefusedWithWhatIsAllowed() throws Exception {
        deploy(processes);

        Problem node = problemOf(() -> ask(ControlTopics.ACT, new ControlNode("zk9", Action.NODE_STOP, "rest")));
        Problem action = problemOf(() -> ask(ControlTopics.ACT, new ControlNode("zk1", Action.UPLOAD, "rest")));

        assertThat(node.status()).isEqualTo(404);
        assertThat(node.field()).isEqualTo("node");
        assertThat(node.allowed()).isEqualTo("zk1, zk2, zk3");
        assertThat(action.status()).isEqualTo(400);
        assertThat(action.allowed()).contains("node_restart");
        assertThat(audited).isEmpty();
    }

    @Test
    void withoutControlEverythingIsForbidden() throws Exception {
        deploy(NodeControl.refused("none", NodeControl.Refusal.NONE));

        assertThat(problemOf(() -> ask(ControlTopics.ACT, new ControlNode("zk1", Action.NODE_STOP, "rest"))))
                .satisfies(problem -> {
                    assertThat(problem.status()).isEqualTo(403);
                    assertThat(problem.code()).isEqualTo("control_disabled");
                });
        assertThat(problemOf(() -> ask(ControlTopics.LOG, new TailLog("zk1", 10)))
                        .code())
                .isEqualTo("control_disabled");
    }

    @Test
    void endOfALogIsReadWithinBounds() throws Exception {
        deploy(processes);

        assertThat(ask(ControlTopics.LOG, new TailLog("zk1", 3)).lines()).containsExactly("0", "1", "2");
        for (int lines : new int[] {0, -1, 5001}) {
            Problem problem = problemOf(() -> ask(ControlTopics.LOG, new TailLog("zk1", lines)));
            assertThat(problem.status()).isEqualTo(400);
            assertThat(problem.allowed()).isEqualTo("a whole number from 1 to 5000");
        }
        assertThat(problemOf(() -> ask(ControlTopics.LOG, new TailLog("zk9", 3)))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void actionThatWouldCostTheQuorumIsRefusedWithTheArithmeticAndAudited() throws Exception {
        processes.gate.countDown();
        ensemble.down("zk1");
        deploy(processes);

        Problem refused = problemOf(() -> ask(ControlTopics.ACT, new ControlNode("zk2", Action.NODE_STOP, "ann")));

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("loses_quorum");
        assertThat(refused.detail()).contains("Of 3 voters 2 are in sync; without zk2 1 would stay, and 2 are needed");
        assertThat(refused.field()).isEqualTo("force");
        assertThat(processes.calls).isEmpty();
        awaitAudit(OperationStatus.RUNNING, OperationStatus.REFUSED);
        assertThat(audited.get(1).details().get("verdict").asText()).isEqualTo("loses_quorum");
    }

    @Test
    void forcedActionIsDoneAndItsReasonAndVerdictAreKept() throws Exception {
        processes.gate.countDown();
        ensemble.down("zk1");
        deploy(processes);

        ask(ControlTopics.ACT, new ControlNode("zk2", Action.NODE_STOP, "ann", true, "the rack loses power at noon"));

        assertThat(processes.calls).containsExactly("stop zk2");
        awaitAudit(OperationStatus.RUNNING, OperationStatus.OK);
        var details = audited.get(1).details();
        assertThat(details.get("forced").asBoolean()).isTrue();
        assertThat(details.get("why").asText()).isEqualTo("the rack loses power at noon");
        assertThat(details.get("verdict").asText()).isEqualTo("loses_quorum");
        assertThat(details.at("/quorum/left").asInt()).isEqualTo(1);
        assertThat(details.at("/quorum/reasonZh").asText()).contains("zk2");
        assertThat(details.at("/quorum/nodes").size()).isEqualTo(3);
    }

    @Test
    void forceWithoutAReasonIsRefusedByName() throws Exception {
        deploy(processes);

        Problem missing =
                problemOf(() -> ask(ControlTopics.ACT, new ControlNode("zk2", Action.NODE_STOP, "ann", true, null)));
        Problem tooLong = problemOf(
                () -> ask(ControlTopics.ACT, new ControlNode("zk2", Action.NODE_STOP, "ann", true, "x".repeat(501))));

        assertThat(missing.field()).isEqualTo("reason");
        assertThat(missing.status()).isEqualTo(400);
        assertThat(tooLong.field()).isEqualTo("reason");
        assertThat(audited).isEmpty();
    }

    @Test
    void twoHarmlessStopsAtOnceCannotCostTheQuorumTogether() throws Exception {
        deploy(processes);
        Future<ControlResult> first = bus.request(ControlTopics.ACT, new ControlNode("zk1", Action.NODE_STOP, "ann"));
        await().atMost(Duration.ofSeconds(5)).until(() -> processes.calls.contains("stop zk1"));

        Problem second = problemOf(() -> ask(ControlTopics.ACT, new ControlNode("zk2", Action.NODE_STOP, "bob")));
        processes.gate.countDown();
        first.await(5, TimeUnit.SECONDS);

        assertThat(second.code()).isEqualTo("loses_quorum");
        assertThat(processes.calls).containsExactly("stop zk1");
    }

    @Test
    void verdictIsToldWithoutActingAlsoWhereControlIsOff() throws Exception {
        deploy(NodeControl.refused("none", NodeControl.Refusal.NONE));

        ActionVerdict verdict = ask(ControlTopics.VERDICT, new AskVerdict("zk3", "stop"));
        Problem other = problemOf(() -> ask(ControlTopics.VERDICT, new AskVerdict("zk3", "reboot")));
        Problem none = problemOf(() -> ask(ControlTopics.VERDICT, new AskVerdict("zk3", null)));

        assertThat(verdict.code()).isEqualTo(GuardReason.KEEPS_QUORUM_ELECTS);
        assertThat(verdict.nodes()).extracting(Standing::inSync).containsExactly(true, true, true);
        assertThat(other.allowed()).isEqualTo("one of start, stop, restart, kill, pause, resume");
        assertThat(none.field()).isEqualTo("action");
        assertThat(audited).isEmpty();
    }

    @Test
    void actionThatDoesNotEndIsClosedAsUnknownAndItsNodeStaysBusy() throws Exception {
        processes.limit = Duration.ofMillis(-2_500);
        deploy(processes);

        Problem unknown = problemOf(() -> ask(ControlTopics.ACT, new ControlNode("zk1", Action.NODE_STOP, "ann")));
        Problem busy = problemOf(() -> ask(ControlTopics.ACT, new ControlNode("zk1", Action.NODE_START, "ann")));

        assertThat(unknown.status()).isEqualTo(504);
        assertThat(unknown.code()).isEqualTo("outcome_unknown");
        assertThat(busy.code()).isEqualTo("busy");
        await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> assertThat(audited)
                .anySatisfy(row -> assertThat(row.status()).isEqualTo(OperationStatus.INTERRUPTED)));
    }

    @Test
    void whatMayBeDoneAndWhoIsAtItIsPublished() throws Exception {
        List<ControlState> states = new CopyOnWriteArrayList<>();
        bus.subscribe(ControlTopics.STATE, message -> states.add(message.body()));
        deploy(processes);
        bus.request(ControlTopics.ACT, new ControlNode("zk1", Action.NODE_STOP, "ann"));

        await().atMost(Duration.ofSeconds(5))
                .until(() -> states.stream().anyMatch(state -> !state.busy().isEmpty()));
        processes.gate.countDown();
        await().atMost(Duration.ofSeconds(5))
                .until(() -> states.get(states.size() - 1).busy().isEmpty());

        assertThat(states.get(0).allowed()).isTrue();
        assertThat(states.get(0).actions()).contains(Action.NODE_PAUSE);
        assertThat(states.get(1).busy()).singleElement().satisfies(busy -> {
            assertThat(busy.node()).isEqualTo("zk1");
            assertThat(busy.actor()).isEqualTo("ann");
        });
    }

    @Test
    void logsAreFollowedOnlyWhileSomebodyWatchesAndTooManyLinesAreCounted() throws Exception {
        List<LogLine> lines = new CopyOnWriteArrayList<>();
        bus.subscribe(ControlTopics.LOG_LINES, message -> lines.add(message.body()));
        deploy(processes);
        assertThat(processes.followers).isEmpty();

        bus.publish(ControlTopics.LOG_DEMAND, new LogDemand(true));
        await().atMost(Duration.ofSeconds(5)).until(() -> processes.followers.size() == 3);
        Consumer<String> zk1 = processes.followers.get("zk1");
        IntStream.range(0, 5_000).forEach(i -> zk1.accept("line " + i));
        skippedNanos.addAndGet(1_100_000_000L);
        zk1.accept("x".repeat(10_000));

        await().atMost(Duration.ofSeconds(5)).until(() -> lines.size() == 2_001);
        assertThat(lines.get(0)).isEqualTo(new LogLine("zk1", "line 0", 0));
        assertThat(lines.get(2_000).leftOut()).isEqualTo(3_000);
        assertThat(lines.get(2_000).line()).hasSize(8192);

        bus.publish(ControlTopics.LOG_DEMAND, new LogDemand(false));
        await().atMost(Duration.ofSeconds(5)).until(() -> processes.followers.isEmpty());
    }

    @Test
    void rollingRestartTakesTheLeaderLastAndWaitsForEachToCatchUp() throws Exception {
        processes.gate.countDown();
        deploy(processes);

        RollingProgress begun = ask(ControlTopics.START_ROLLING, new StartRolling("ann", "new heap size"));
        await().atMost(Duration.ofSeconds(5)).until(() -> processes.calls.contains("restart zk1"));
        int looks = ensemble.looks.get();
        await().atMost(Duration.ofSeconds(10)).until(() -> ensemble.looks.get() >= looks + 3);
        assertThat(processes.calls).as("zk1 has not answered since").containsExactly("restart zk1");
        assertThat(progress().steps().get(0).phase()).isEqualTo(RollingProgress.Phase.CATCHING_UP);
        assertThat(progress().steps().get(0).reason()).isNotBlank();

        ensemble.answersFromNowOn();
        await().atMost(Duration.ofSeconds(15)).until(() -> progress().status() == RollingProgress.Status.OK);

        assertThat(begun.steps()).extracting(RollingProgress.Step::node).containsExactly("zk1", "zk2", "zk3");
        assertThat(processes.calls).containsExactly("restart zk1", "restart zk2", "restart zk3");
        assertThat(progress().steps()).extracting(RollingProgress.Step::phase).containsOnly(RollingProgress.Phase.DONE);
        await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> assertThat(audited)
                .filteredOn(row -> row.id() == begun.operationId())
                .extracting(Operation::status)
                .containsExactly(OperationStatus.RUNNING, OperationStatus.OK));
        assertThat(audited)
                .filteredOn(row -> row.action() == Action.NODE_RESTART)
                .hasSize(6);
    }

    @Test
    void rollingRestartStopsAtTheFirstTroubleAndTouchesNobodyElse() throws Exception {
        processes.gate.countDown();
        deploy(processes);

        ask(ControlTopics.START_ROLLING, new StartRolling("ann", null));
        await().atMost(Duration.ofSeconds(5)).until(() -> processes.calls.contains("restart zk1"));
        ensemble.down("zk2");
        await().atMost(Duration.ofSeconds(10)).until(() -> progress().status() == RollingProgress.Status.FAILED);

        assertThat(processes.calls).containsExactly("restart zk1");
        assertThat(progress().reason()).isEqualTo("zk2 does not answer.");
        assertThat(progress().steps())
                .extracting(RollingProgress.Step::phase)
                .containsExactly(
                        RollingProgress.Phase.FAILED,
                        RollingProgress.Phase.NOT_REACHED,
                        RollingProgress.Phase.NOT_REACHED);
    }

    @Test
    void cancelledRollingRestartSeesTheServerUnderWayThrough() throws Exception {
        processes.gate.countDown();
        deploy(processes);
        assertThat(problemOf(() -> ask(ControlTopics.CANCEL_ROLLING, new CancelRolling("bob")))
                        .code())
                .isEqualTo("not_running");

        RollingProgress begun = ask(ControlTopics.START_ROLLING, new StartRolling("ann", null));
        Problem second = problemOf(() -> ask(ControlTopics.START_ROLLING, new StartRolling("bob", null)));
        assertThat(ask(ControlTopics.CANCEL_ROLLING, new CancelRolling("bob")).status())
                .isEqualTo(RollingProgress.Status.CANCELLING);
        ensemble.answersFromNowOn();
        await().atMost(Duration.ofSeconds(10)).until(() -> progress().status() == RollingProgress.Status.CANCELLED);

        assertThat(second.detail()).contains("a rolling restart by ann is under way");
        assertThat(processes.calls).hasSizeLessThan(2);
        await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> assertThat(audited)
                .filteredOn(row -> row.id() == begun.operationId())
                .last()
                .extracting(Operation::status)
                .isEqualTo(OperationStatus.CANCELLED));
    }

    @Test
    void rollingRestartDoesNotBeginWhileAServerIsAway() throws Exception {
        ensemble.down("zk2");
        deploy(processes);

        Problem refused = problemOf(() -> ask(ControlTopics.START_ROLLING, new StartRolling("ann", null)));

        assertThat(refused.code()).isEqualTo("not_all_in_sync");
        assertThat(refused.detail()).contains("zk2 does not answer");
        assertThat(processes.calls).isEmpty();
        awaitAudit(OperationStatus.RUNNING, OperationStatus.REFUSED);
    }

    private RollingProgress progress() throws Exception {
        return ask(ControlTopics.CURRENT, new AskControl()).rolling();
    }

    /** Three voters of which zk3 leads; what they are is said by the test. */
    private static final class FakeEnsemble {
        private final Set<String> down = ConcurrentHashMap.newKeySet();
        private final Instant begun = Instant.now();
        private final AtomicInteger looks = new AtomicInteger();
        private volatile boolean answers;

        /** Each has answered at the beginning only, until told otherwise. */
        EnsembleState state() {
            looks.incrementAndGet();
            Instant at = answers ? Instant.now() : begun;
            return Ensembles.of(
                    node("zk1", Role.FOLLOWER, at), node("zk2", Role.FOLLOWER, at), node("zk3", Role.LEADER, at));
        }

        private NodeStatus node(String id, Role role, Instant at) {
            return down.contains(id)
                    ? Ensembles.node(id, Role.DOWN, NodeCondition.REFUSED, 0x100000001L, at)
                    : Ensembles.serving(id, role, 0x100000001L, at);
        }

        void down(String id) {
            down.add(id);
        }

        void answersFromNowOn() {
            answers = true;
        }
    }

    /** Notes the calls, and holds each until the gate is opened. */
    private static final class FakeProcesses implements NodeProcesses {

        final List<String> calls = new CopyOnWriteArrayList<>();
        final CountDownLatch gate = new CountDownLatch(1);
        final Map<String, Consumer<String>> followers = new ConcurrentHashMap<>();
        volatile Duration limit = Duration.ofSeconds(20);
        volatile RuntimeException failure;

        private Effect call(String what) {
            calls.add(what);
            try {
                assertThat(gate.await(10, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            if (failure != null) {
                throw failure;
            }
            return Effect.of(true);
        }

        @Override
        public List<String> nodes() {
            return List.of("zk1", "zk2", "zk3");
        }

        @Override
        public Set<Action> actions() {
            return EnumSet.range(Action.NODE_START, Action.NODE_RESUME);
        }

        @Override
        public Duration limit() {
            return limit;
        }

        @Override
        public Effect start(String node) {
            return call("start " + node);
        }

        @Override
        public Effect stop(String node) {
            return call("stop " + node);
        }

        @Override
        public Effect restart(String node) {
            return call("restart " + node);
        }

        @Override
        public Effect kill(String node) {
            return call("kill " + node);
        }

        @Override
        public Effect pause(String node) {
            return call("pause " + node);
        }

        @Override
        public Effect resume(String node) {
            return call("resume " + node);
        }

        @Override
        public List<String> tail(String node, int lines) {
            return IntStream.range(0, lines).mapToObj(String::valueOf).toList();
        }

        @Override
        public void follow(String node, Consumer<String> lines) throws InterruptedException {
            followers.put(node, lines);
            try {
                new CountDownLatch(1).await();
            } finally {
                followers.remove(node);
            }
        }

        @Override
        public void close() {}
    }
}
