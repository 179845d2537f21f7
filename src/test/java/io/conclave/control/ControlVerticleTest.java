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
import io.conclave.store.SqlDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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

    private void deploy(Optional<NodeProcesses> servers) throws Exception {
        OperationLog log = new OperationLog(bus, database, Clock.systemUTC(), () -> null);
        vertx.deployVerticle(new ControlVerticle(bus, log, servers, System::nanoTime))
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
        "NODE_RESTART, stop zk1;start zk1"
    })
    void actionIsCarriedOutAndAudited(Action action, String calls) throws Exception {
        processes.gate.countDown();
        deploy(Optional.of(processes));

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
        deploy(Optional.of(processes));
        Future<ControlResult> slow = bus.request(ControlTopics.ACT, new ControlNode("zk1", Action.NODE_STOP, "ann"));
        await().atMost(Duration.ofSeconds(5)).until(() -> processes.calls.contains("stop zk1"));

        Problem busy = problemOf(() -> ask(ControlTopics.ACT, new ControlNode("zk1", Action.NODE_KILL, "bob")));
        Future<ControlResult> other = bus.request(ControlTopics.ACT, new ControlNode("zk2", Action.NODE_STOP, "bob"));
        await().atMost(Duration.ofSeconds(5)).until(() -> processes.calls.contains("stop zk2"));
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
        deploy(Optional.of(processes));

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
        deploy(Optional.of(processes));

        assertThat(problemOf(() -> ask(ControlTopics.ACT, new ControlNode("zk1", Action.NODE_PAUSE, "rest"))))
                .isEqualTo(Problem.conflict("not_running", "zk1 does not run"));
        awaitAudit(OperationStatus.RUNNING, OperationStatus.REFUSED);
    }

    @Test
    void unknownNodeAndOtherActionsAreRefusedWithWhatIsAllowed() throws Exception {
        deploy(Optional.of(processes));

        Problem node = problemOf(() -> ask(ControlTopics.ACT, new ControlNode("zk9", Action.NODE_STOP, "rest")));
        Problem action = problemOf(() -> ask(ControlTopics.ACT, new ControlNode("zk1", Action.UPLOAD, "rest")));

        assertThat(node.status()).isEqualTo(404);
        assertThat(node.field()).isEqualTo("node");
        assertThat(node.allowed()).isEqualTo("zk1, zk2");
        assertThat(action.status()).isEqualTo(400);
        assertThat(action.allowed()).contains("node_restart");
        assertThat(audited).isEmpty();
    }

    @Test
    void withoutControlEverythingIsForbidden() throws Exception {
        deploy(Optional.empty());

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
        deploy(Optional.of(processes));

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

    /** Notes the calls, and holds each until the gate is opened. */
    private static final class FakeProcesses implements NodeProcesses {

        final List<String> calls = new CopyOnWriteArrayList<>();
        final CountDownLatch gate = new CountDownLatch(1);
        volatile RuntimeException failure;

        private boolean call(String what) {
            calls.add(what);
            try {
                assertThat(gate.await(10, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            if (failure != null) {
                throw failure;
            }
            return true;
        }

        @Override
        public List<String> nodes() {
            return List.of("zk1", "zk2");
        }

        @Override
        public boolean start(String node) {
            return call("start " + node);
        }

        @Override
        public boolean stop(String node) {
            return call("stop " + node);
        }

        @Override
        public boolean kill(String node) {
            return call("kill " + node);
        }

        @Override
        public boolean pause(String node) {
            return call("pause " + node);
        }

        @Override
        public boolean resume(String node) {
            return call("resume " + node);
        }

        @Override
        public List<String> tail(String node, int lines) {
            return IntStream.range(0, lines).mapToObj(String::valueOf).toList();
        }
    }
}
