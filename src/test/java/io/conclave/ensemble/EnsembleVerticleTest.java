package io.conclave.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.conclave.audit.Action;
import io.conclave.audit.AuditTopics;
import io.conclave.audit.Operation;
import io.conclave.audit.OperationLog;
import io.conclave.bus.Bus;
import io.conclave.bus.ControllerRef;
import io.conclave.bus.Json;
import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;
import io.conclave.bus.Published;
import io.conclave.bus.Request;
import io.conclave.config.EnsembleSettings;
import io.conclave.config.NodeAddress;
import io.conclave.store.OperationFilter;
import io.conclave.store.SqlDatabase;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnsembleVerticleTest {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration TIMEOUT = Duration.ofMillis(500);
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    private Path folder;

    private Vertx vertx;
    private Bus bus;
    private SqlDatabase database;
    private OperationLog log;
    private final List<Published<EnsembleState>> states = new CopyOnWriteArrayList<>();
    private final List<EnsembleEvent> events = new CopyOnWriteArrayList<>();
    private final List<Operation> operations = new CopyOnWriteArrayList<>();
    private final List<NodeFigures> figures = new CopyOnWriteArrayList<>();
    private final List<PollOutcome> polls = new CopyOnWriteArrayList<>();
    private String deployment;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        ControllerRef self = new ControllerRef("c1", 1);
        bus = new Bus(vertx, self, Clock.systemUTC());
        database = SqlDatabase.open("jdbc:sqlite:" + folder.resolve("test.db"), self);
        log = new OperationLog(bus, database, Clock.systemUTC(), Json::object);
        bus.subscribe(EnsembleTopics.STATE, states::add);
        bus.subscribe(EnsembleTopics.EVENTS, event -> events.add(event.body()));
        bus.subscribe(EnsembleTopics.FIGURES, read -> figures.add(read.body()));
        bus.subscribe(EnsembleTopics.POLLS, poll -> polls.add(poll.body()));
        bus.subscribe(AuditTopics.OPERATIONS, operation -> operations.add(operation.body()));
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().await(5, TimeUnit.SECONDS);
        database.close();
    }

    @Test
    void firstWholeStateComesWithTheFirstAnswers() {
        FakeServer leader = server("leader", "3.9.5");
        FakeServer follower = server("follower", "3.9.5");
        watch(leader.address("zk1"), follower.address("zk2"));

        EnsembleState state = awaitState(
                seen -> seen.quorum().held() && seen.nodes().stream().allMatch(node -> node.watches() != null));

        assertThat(state.leader()).isEqualTo("zk1");
        assertThat(state.nodes()).extracting(NodeStatus::role).containsExactly(Role.LEADER, Role.FOLLOWER);
        assertThat(state.nodes()).allSatisfy(node -> assertThat(node.missing()).isEmpty());
        assertThat(events).isEmpty();
        assertThat(current().leader()).isEqualTo("zk1");
    }

    @Test
    void deadNodeIsToldWithinOnePollAndWithItsEvents() {
        FakeServer leader = server("leader", "3.9.5");
        FakeServer follower = server("follower", "3.9.5");
        watch(leader.address("zk1"), follower.address("zk2"));
        awaitState(state -> state.quorum().held());

        long killed = System.nanoTime();
        leader.stop();
        awaitState(state -> role(state, "zk1") == Role.DOWN);

        assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(POLL.plusMillis(400));
        await().atMost(SOON).untilAsserted(() -> assertThat(events)
                .extracting(EnsembleEvent::kind)
                .containsExactly(
                        EnsembleEvent.Kind.STOPPED, EnsembleEvent.Kind.LEADER_CHANGED, EnsembleEvent.Kind.QUORUM_LOST));
    }

    @Test
    void nodeThatComesBackIsAskedForEverythingAtOnce() {
        FakeServer server = server("standalone", "3.9.5");
        int port = server.port();
        watch(Duration.ofMinutes(1), server.address("zk1"));
        awaitState(state -> state.nodes().get(0).watches() != null);
        server.stop();
        awaitState(state -> role(state, "zk1") == Role.DOWN);
        states.clear();

        FakeServer.startAgain(vertx, port, serverReplies("standalone", "3.9.6"));

        EnsembleState state = awaitState(seen -> seen.nodes().get(0).watches() != null);
        assertThat(state.nodes().get(0).version()).isEqualTo("3.9.6");
        assertThat(events).extracting(EnsembleEvent::kind).contains(EnsembleEvent.Kind.STARTED);
    }

    @Test
    void hungNodeIsToldFromADeadOneAndCostsOneConnectionAtATime() {
        FakeServer server = server("standalone", "3.9.5");
        watch(server.address("zk1"));
        awaitState(state -> state.quorum().held());

        long paused = System.nanoTime();
        server.behave(FakeServer.SILENT);
        EnsembleState state = awaitState(seen -> condition(seen, "zk1") == NodeCondition.HUNG);

        assertThat(Duration.ofNanos(System.nanoTime() - paused))
                .isLessThan(TIMEOUT.plus(POLL).plusMillis(500));
        assertThat(state.nodes().get(0).health()).isEqualTo(Health.HUNG);
        assertThat(state.nodes().get(0).zxid()).isNotNull();
        await().pollInterval(Duration.ofMillis(20))
                .during(Duration.ofMillis(600))
                .atMost(SOON)
                .until(() -> server.open() <= 3);

        server.behave(serverReplies("standalone", "3.9.5"));
        awaitState(seen -> condition(seen, "zk1") == NodeCondition.SERVING);
        await().atMost(SOON).until(() -> server.open() == 0);
    }

    @Test
    void nodesThatHangDoNotDelayTheOthers() throws Exception {
        FakeServer healthy = server("leader", "3.9.5");
        FakeServer hung = FakeServer.start(vertx, FakeServer.SILENT);
        try (BlackHole hole = new BlackHole()) {
            watch(hung.address("zk1"), hole.address("zk2"), healthy.address("zk3"));

            await().atMost(SOON)
                    .until(() -> polls.stream().filter(asked("zk3", "srvr")).count() >= 10);

            List<PollOutcome> healthyPolls =
                    polls.stream().filter(asked("zk3", "srvr")).toList();
            assertThat(healthyPolls)
                    .allSatisfy(poll -> assertThat(poll.condition()).isEqualTo(NodeCondition.SERVING));
            awaitState(state -> condition(state, "zk1") == NodeCondition.HUNG
                    && condition(state, "zk2") == NodeCondition.UNREACHABLE
                    && condition(state, "zk3") == NodeCondition.SERVING);
        }
    }

    @Test
    void connectionLimitIsShownAsSuchAndNotAsDown() {
        FakeServer server = server("standalone", "3.9.5");
        watch(server.address("zk1"));
        awaitState(state -> state.quorum().held());

        server.behave(FakeServer.CLOSES_AT_ONCE);

        EnsembleState state = awaitState(seen -> condition(seen, "zk1") == NodeCondition.CONNECTION_LIMIT);
        assertThat(state.nodes().get(0).health()).isEqualTo(Health.DEGRADED);
        assertThat(events).extracting(EnsembleEvent::kind).doesNotContain(EnsembleEvent.Kind.STOPPED);
    }

    @Test
    void connectionThatBreaksOnceIsAskedAgainBeforeAnythingIsSaid() {
        FakeServer server = server("standalone", "3.9.5");
        watch(server.address("zk1"));
        awaitState(state -> state.quorum().held());
        int before = states.size();

        FakeServer.Behaviour replies = serverReplies("standalone", "3.9.5");
        server.behave((socket, word) -> {
            server.behave(replies);
            socket.close();
        });
        int asked = server.asked();
        await().atMost(SOON).until(() -> server.asked() > asked + 3);

        assertThat(states.subList(before, states.size()))
                .allSatisfy(state -> assertThat(condition(state.body(), "zk1")).isEqualTo(NodeCondition.SERVING));
    }

    @Test
    void serverOfTheDefaultWhitelistIsHealthyAndSaysWhichLineGivesTheRest() {
        FakeServer server = FakeServer.start(
                vertx, FakeServer.answers(word -> word.equals("srvr") ? Watched.srvrText("standalone", 7) : null));
        watch(server.address("zk1"));

        EnsembleState state =
                awaitState(seen -> seen.nodes().get(0).missing().toString().contains("4lw.commands.whitelist"));

        NodeStatus node = state.nodes().get(0);
        assertThat(node.health()).isEqualTo(Health.HEALTHY);
        assertThat(node.role()).isEqualTo(Role.STANDALONE);
        assertThat(node.missing()).containsOnlyKeys("watches");
        int asked = (int) polls.stream().filter(asked("zk1", "mntr")).count();
        assertThat(asked).isEqualTo(1);
    }

    @Test
    void figuresThatDoNotChangeAreNotToldAgainWithEveryPoll() {
        FakeServer server = server("standalone", "3.9.5");
        watch(Duration.ofMinutes(1), server.address("zk1"));
        awaitState(state -> state.nodes().get(0).watches() != null);
        int told = states.size();

        await().atMost(SOON)
                .until(() -> polls.stream().filter(asked("zk1", "srvr")).count() >= 12);

        assertThat(states.size() - told).isLessThanOrEqualTo(1);
    }

    @Test
    void numbersOfMntrAreToldEachTimeTheyAreRead() {
        FakeServer server = server("standalone", "3.9.5");
        watch(server.address("zk1"));

        await().atMost(SOON).until(() -> figures.size() >= 2);

        assertThat(figures.get(0).node()).isEqualTo("zk1");
        assertThat(figures.get(0).source().source()).isEqualTo("mntr");
        assertThat(figures.get(0).values()).containsEntry("watch_count", 3.0);
    }

    @Test
    void drainIsKeptToldAndRecordedOnce() {
        FakeServer server = server("standalone", "3.9.5");
        watch(server.address("zk1"));
        awaitState(state -> state.quorum().held());

        NodeStatus first = ask(EnsembleTopics.DRAIN, new DrainNode("zk1", "disk swap", "page"));
        NodeStatus second = ask(EnsembleTopics.DRAIN, new DrainNode("zk1", "another reason", "page"));

        assertThat(first.drained()).isTrue();
        assertThat(first.drainReason()).isEqualTo("disk swap");
        assertThat(second.drainReason()).isEqualTo("disk swap");
        assertThat(second.drainedAt()).isEqualTo(first.drainedAt());
        awaitState(state -> state.nodes().get(0).drained());
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(events).extracting(EnsembleEvent::kind).contains(EnsembleEvent.Kind.DRAINED));
        assertThat(operations).singleElement().satisfies(operation -> {
            assertThat(operation.action()).isEqualTo(Action.DRAIN);
            assertThat(operation.node()).isEqualTo("zk1");
            assertThat(operation.actor()).isEqualTo("page");
            assertThat(operation.details().path("reason").textValue()).isEqualTo("disk swap");
        });
    }

    @Test
    void drainOutlivesARestartAndUndrainEndsIt() throws Exception {
        FakeServer server = server("standalone", "3.9.5");
        watch(server.address("zk1"));
        NodeStatus drained = ask(EnsembleTopics.DRAIN, new DrainNode("zk1", "disk swap", "page"));
        vertx.undeploy(deployment).await(5, TimeUnit.SECONDS);

        watch(server.address("zk1"));

        NodeStatus node = current().nodes().get(0);
        assertThat(node.drained()).isTrue();
        assertThat(node.drainReason()).isEqualTo("disk swap");
        assertThat(node.drainedAt()).isEqualTo(drained.drainedAt());
        assertThat(ask(EnsembleTopics.UNDRAIN, new UndrainNode("zk1", "page")).drained())
                .isFalse();
        assertThat(ask(EnsembleTopics.UNDRAIN, new UndrainNode("zk1", "page")).drained())
                .isFalse();
        await().atMost(SOON).untilAsserted(() -> assertThat(operations)
                .extracting(Operation::action)
                .containsExactly(Action.DRAIN, Action.UNDRAIN));
    }

    @Test
    void drainsAtTheSameMomentAreOne() throws Exception {
        FakeServer server = server("standalone", "3.9.5");
        watch(server.address("zk1"));

        List<io.vertx.core.Future<NodeStatus>> both = List.of(
                bus.request(EnsembleTopics.DRAIN, new DrainNode("zk1", "one", "page")),
                bus.request(EnsembleTopics.DRAIN, new DrainNode("zk1", "two", "rest")));

        assertThat(both.get(0).await(5, TimeUnit.SECONDS).drainReason())
                .isEqualTo(both.get(1).await(5, TimeUnit.SECONDS).drainReason());
        assertThat(database.read(tx -> tx.operations().page(10, OperationFilter.ALL))
                        .await(5, TimeUnit.SECONDS))
                .hasSize(1);
    }

    @Test
    void unknownNodeIsRefusedWithTheNamesThatThereAre() {
        FakeServer server = server("standalone", "3.9.5");
        watch(server.address("zk1"));

        Problem problem = refuse(EnsembleTopics.DRAIN, new DrainNode("zk9", null, "page"));

        assertThat(problem.status()).isEqualTo(404);
        assertThat(problem.field()).isEqualTo("node");
        assertThat(problem.allowed()).contains("zk1");
        assertThat(refuse(EnsembleTopics.UNDRAIN, new UndrainNode(null, "page")).status())
                .isEqualTo(404);
    }

    @Test
    void reasonThatIsABookIsRefused() {
        FakeServer server = server("standalone", "3.9.5");
        watch(server.address("zk1"));

        Problem problem = refuse(EnsembleTopics.DRAIN, new DrainNode("zk1", "x".repeat(501), "page"));

        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.field()).isEqualTo("reason");
        assertThat(current().nodes().get(0).drained()).isFalse();
    }

    private static Predicate<PollOutcome> asked(String node, String command) {
        return poll -> poll.node().equals(node) && poll.command().equals(command);
    }

    private FakeServer server(String mode, String version) {
        return FakeServer.start(vertx, serverReplies(mode, version));
    }

    private static FakeServer.Behaviour serverReplies(String mode, String version) {
        return FakeServer.answers(word -> switch (word) {
            case "srvr" -> Watched.srvrText(mode, 5).replace("3.9.5", version);
            case "mntr" -> "zk_server_state\t" + mode + "\nzk_watch_count\t3\nzk_znode_count\t405\n";
            case "conf" -> "clientPort=2181\nserverId=1\n";
            default -> throw new IllegalArgumentException(word);
        });
    }

    private void watch(NodeAddress... nodes) {
        watch(Duration.ofMillis(300), nodes);
    }

    private void watch(Duration metricsInterval, NodeAddress... nodes) {
        EnsembleSettings settings =
                new EnsembleSettings(Optional.of("night shift"), Arrays.asList(nodes), POLL, metricsInterval, TIMEOUT);
        EnsembleVerticle verticle =
                new EnsembleVerticle(settings, bus, database, log, Clock.systemUTC(), System::nanoTime);
        try {
            deployment = vertx.deployVerticle(verticle).await(5, TimeUnit.SECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    private EnsembleState awaitState(Predicate<EnsembleState> wanted) {
        List<EnsembleState> found = new ArrayList<>();
        await().pollInterval(Duration.ofMillis(10)).atMost(SOON).until(() -> {
            if (!states.isEmpty() && wanted.test(states.get(states.size() - 1).body())) {
                found.add(states.get(states.size() - 1).body());
            }
            return !found.isEmpty();
        });
        return found.get(0);
    }

    private EnsembleState current() {
        return ask(EnsembleTopics.CURRENT, new AskEnsemble());
    }

    private <Q, A> A ask(Request<Q, A> request, Q question) {
        try {
            return bus.request(request, question).await(5, TimeUnit.SECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    private <Q, A> Problem refuse(Request<Q, A> request, Q question) {
        try {
            ask(request, question);
        } catch (RuntimeException refused) {
            return ProblemException.of(refused);
        }
        throw new AssertionError("was not refused");
    }

    private static Role role(EnsembleState state, String id) {
        return node(state, id).role();
    }

    private static NodeCondition condition(EnsembleState state, String id) {
        return node(state, id).state();
    }

    private static NodeStatus node(EnsembleState state, String id) {
        return state.nodes().stream()
                .filter(node -> node.id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
