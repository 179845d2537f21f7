package io.conclave.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.conclave.audit.OperationLog;
import io.conclave.bus.Bus;
import io.conclave.bus.ControllerRef;
import io.conclave.bus.Json;
import io.conclave.config.EmbeddedSettings;
import io.conclave.config.EnsembleSettings;
import io.conclave.config.NodeAddress;
import io.conclave.embedded.EmbeddedEnsemble;
import io.conclave.store.SqlDatabase;
import io.conclave.testing.LockedDownServer;
import io.conclave.testing.UnusedPort;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The watch on real servers, at the intervals that the product has by default. */
class EnsembleIT {

    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration METRICS = Duration.ofSeconds(2);
    private static final Duration TIMEOUT = Duration.ofMillis(1500);
    private static final Duration UP_LIMIT = Duration.ofSeconds(30);

    /** What is allowed on top of the poll interval from the end of a process to the news of it. */
    private static final Duration NEWS = Duration.ofMillis(250);

    @TempDir
    Path folder;

    private Vertx vertx;
    private Bus bus;
    private SqlDatabase database;
    private final List<EnsembleState> states = new CopyOnWriteArrayList<>();
    private final List<EnsembleEvent> events = new CopyOnWriteArrayList<>();

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        ControllerRef self = new ControllerRef("c1", 1);
        bus = new Bus(vertx, self, Clock.systemUTC());
        database = SqlDatabase.open("jdbc:sqlite:" + folder.resolve("test.db"), self);
        bus.subscribe(EnsembleTopics.STATE, state -> states.add(state.body()));
        bus.subscribe(EnsembleTopics.EVENTS, event -> events.add(event.body()));
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().await(5, TimeUnit.SECONDS);
        database.close();
    }

    @Test
    void killedLeaderIsNewsWithinOnePollAndItsSuccessorFollows() throws Exception {
        try (EmbeddedEnsemble ensemble = embedded()) {
            watch(ensemble.nodes());
            EnsembleState before = awaitState(UP_LIMIT, EnsembleIT::allHealthy);
            assertThat(before.quorum()).isEqualTo(new Quorum(3, 2, 3, 1, true));
            String leader = before.leader();

            ensemble.killNode(leader);
            awaitState(POLL.plus(NEWS), state -> node(state, leader).role() == Role.DOWN);
            EnsembleState after = awaitState(
                    UP_LIMIT, state -> state.leader() != null && state.quorum().held());

            assertThat(after.leader()).isNotEqualTo(leader);
            assertThat(after.quorum().tolerates()).isZero();
            assertThat(node(after, after.leader()).epoch()).isNotNull();
            assertThat(events)
                    .extracting(EnsembleEvent::kind)
                    .contains(EnsembleEvent.Kind.STOPPED, EnsembleEvent.Kind.LEADER_CHANGED);
        }
    }

    @Test
    void frozenServerIsToldAsHungWithinTheTimeoutAndNotAsDown() throws Exception {
        try (EmbeddedEnsemble ensemble = embedded()) {
            watch(ensemble.nodes());
            EnsembleState before = awaitState(UP_LIMIT, EnsembleIT::allHealthy);
            String follower = before.nodes().stream()
                    .filter(node -> node.role() == Role.FOLLOWER)
                    .findFirst()
                    .orElseThrow()
                    .id();

            ensemble.pauseNode(follower);
            EnsembleState hung = awaitState(
                    TIMEOUT.plus(POLL).plus(NEWS),
                    state -> node(state, follower).state() == NodeCondition.HUNG);
            ensemble.resumeNode(follower);

            assertThat(node(hung, follower).role()).isNotEqualTo(Role.DOWN);
            awaitState(UP_LIMIT, EnsembleIT::allHealthy);
        }
    }

    /** A real server answers {@code srvr} whatever its whitelist says, since zkServer.sh depends on it. */
    @Test
    void whatAServerRefusesToTellByFourLetterWordsIsReadFromItsAdminServer() throws Exception {
        try (LockedDownServer server = LockedDownServer.start(folder, "ruok", true, false)) {
            watch(List.of(server.address()));
            EnsembleState state = awaitState(UP_LIMIT, seen -> only(seen).watches() != null);

            NodeStatus node = only(state);
            assertThat(node.role()).isEqualTo(Role.STANDALONE);
            assertThat(node.version()).startsWith("3.9.");
            assertThat(node.missing()).isEmpty();
            assertThat(node.sources().get("watches").source()).isEqualTo("admin");
            assertThat(node.sources().get("watches").at()).isAfter(Instant.now().minusSeconds(60));
        }
    }

    @Test
    void serverWithItsPrometheusProviderAloneStillHasItsFigures() throws Exception {
        try (LockedDownServer server = LockedDownServer.start(folder, "srvr", false, true)) {
            watch(List.of(server.address()));
            EnsembleState state = awaitState(UP_LIMIT, seen -> only(seen).watches() != null);

            NodeStatus node = only(state);
            assertThat(node.role()).isEqualTo(Role.STANDALONE);
            assertThat(node.sources().get("zxid").source()).isEqualTo("srvr");
            assertThat(node.sources().get("watches").source()).isEqualTo("prometheus");
        }
    }

    @Test
    void figureThatNoSourceTellsIsMissingWithTheLineToChange() throws Exception {
        try (LockedDownServer server = LockedDownServer.start(folder, "srvr", false, false)) {
            watch(List.of(server.address()));
            EnsembleState state = awaitState(UP_LIMIT, seen -> {
                MissingFigure watches = only(seen).missing().get("watches");
                return watches != null && watches.remedy() != null;
            });

            assertThat(only(state).role()).isEqualTo(Role.STANDALONE);
            assertThat(only(state).watches()).isNull();
            assertThat(only(state).znodes()).isNotNull();
            assertThat(only(state).missing().get("watches").remedy()).contains("4lw.commands.whitelist");
        }
    }

    private EmbeddedEnsemble embedded() {
        return EmbeddedEnsemble.start(folder.resolve("zk"), new EmbeddedSettings(3, UnusedPort.any()));
    }

    private void watch(List<NodeAddress> nodes) throws Exception {
        OperationLog log = new OperationLog(bus, database, Clock.systemUTC(), Json::object);
        vertx.deployVerticle(new EnsembleVerticle(
                        new EnsembleSettings(Optional.empty(), nodes, POLL, METRICS, TIMEOUT),
                        bus,
                        database,
                        log,
                        Clock.systemUTC(),
                        System::nanoTime))
                .await(5, TimeUnit.SECONDS);
    }

    private EnsembleState awaitState(Duration limit, Predicate<EnsembleState> wanted) {
        return await().pollInterval(Duration.ofMillis(5))
                .atMost(limit)
                .until(
                        () -> states.isEmpty() ? null : states.get(states.size() - 1),
                        newest -> newest != null && wanted.test(newest));
    }

    private static boolean allHealthy(EnsembleState state) {
        return state.leader() != null && state.nodes().stream().allMatch(node -> node.health() == Health.HEALTHY);
    }

    private static NodeStatus only(EnsembleState state) {
        return state.nodes().get(0);
    }

    private static NodeStatus node(EnsembleState state, String id) {
        return state.nodes().stream()
                .filter(node -> node.id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
