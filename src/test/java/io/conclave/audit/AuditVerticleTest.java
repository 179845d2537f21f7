package io.conclave.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.conclave.bus.Bus;
import io.conclave.bus.ControllerRef;
import io.conclave.bus.Json;
import io.conclave.bus.ProblemException;
import io.conclave.store.SqlDatabase;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditVerticleTest {

    @TempDir
    Path folder;

    private final List<Operation> announced = new CopyOnWriteArrayList<>();
    private Vertx vertx;
    private Bus bus;
    private SqlDatabase database;
    private OperationLog log;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        bus = new Bus(vertx, new ControllerRef("c1", 1), Clock.systemUTC());
        database = SqlDatabase.open("jdbc:sqlite:" + folder.resolve("c.db"), bus.self());
        log = new OperationLog(
                bus, database, Clock.systemUTC(), () -> Json.object().put("leader", "zk1"));
        bus.subscribe(AuditTopics.OPERATIONS, message -> announced.add(message.body()));
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().await(5, TimeUnit.SECONDS);
        database.close();
    }

    private void startAudit() throws Exception {
        vertx.deployVerticle(new AuditVerticle(bus, database, log)).await(5, TimeUnit.SECONDS);
    }

    private Operation begin(Action action, String node) throws Exception {
        return log.begin(action, "rest", node, Json.object()).await(5, TimeUnit.SECONDS);
    }

    @Test
    void longActionIsSeenRunningAndThenFinishedWithWhatWasMeasuredAroundIt() throws Exception {
        Operation running = begin(Action.NODE_RESTART, "zk1");
        log.finish(running, OperationStatus.OK, Json.object().put("took", 5)).await(5, TimeUnit.SECONDS);

        await().atMost(Duration.ofSeconds(5)).until(() -> announced.size() == 2);
        assertThat(announced)
                .extracting(Operation::status)
                .containsExactly(OperationStatus.RUNNING, OperationStatus.OK);
        Operation finished = announced.get(1);
        assertThat(finished.id()).isEqualTo(running.id());
        assertThat(finished.beforeMetrics().get("leader").asText()).isEqualTo("zk1");
        assertThat(finished.afterMetrics().get("leader").asText()).isEqualTo("zk1");
    }

    @Test
    void whatTheLastControllerLeftRunningIsClosedAsInterrupted() throws Exception {
        long id = begin(Action.NODE_STOP, "zk2").id();

        startAudit();

        await().atMost(Duration.ofSeconds(5)).until(() -> announced.size() == 2);
        assertThat(announced)
                .extracting(Operation::id, Operation::status)
                .containsExactly(tuple(id, OperationStatus.RUNNING), tuple(id, OperationStatus.INTERRUPTED));
        assertThat(list(new ListOperations(10, null, null, null, null)).operations())
                .extracting(Operation::status)
                .containsExactly(OperationStatus.INTERRUPTED);
    }

    @Test
    void pagesGoNewestFirstAndFiltersNarrowThem() throws Exception {
        startAudit();
        for (int i = 0; i < 5; i++) {
            begin(i % 2 == 0 ? Action.DRAIN : Action.UNDRAIN, "zk" + i % 2);
        }

        OperationPage first = list(new ListOperations(2, null, null, null, null));
        OperationPage second = list(new ListOperations(2, first.nextBefore(), null, null, null));
        OperationPage third = list(new ListOperations(2, second.nextBefore(), null, null, null));

        assertThat(first.operations()).extracting(Operation::id).isSortedAccordingTo((a, b) -> Long.compare(b, a));
        assertThat(second.operations().get(0).id())
                .isLessThan(first.operations().get(1).id());
        assertThat(third.operations()).hasSize(1);
        assertThat(third.nextBefore()).isNull();
        assertThat(list(new ListOperations(10, null, Action.UNDRAIN, null, null))
                        .operations())
                .hasSize(2);
        assertThat(list(new ListOperations(10, null, null, "zk0", OperationStatus.RUNNING))
                        .operations())
                .hasSize(3);
    }

    @Test
    void pageOfNoOrTooManyRowsIsRefused() throws Exception {
        startAudit();

        for (int limit : new int[] {0, -1, 501}) {
            assertThatThrownBy(() -> list(new ListOperations(limit, null, null, null, null)))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            e -> assertThat(e.problem().field()).isEqualTo("limit"));
        }
    }

    private OperationPage list(ListOperations question) throws Exception {
        return bus.request(AuditTopics.LIST, question).await(5, TimeUnit.SECONDS);
    }
}
