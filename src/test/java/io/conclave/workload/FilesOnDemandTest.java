package io.conclave.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.conclave.audit.Action;
import io.conclave.bus.Bus;
import io.conclave.bus.ControllerRef;
import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;
import io.conclave.files.FileTopics;
import io.conclave.files.FilesCreated;
import io.conclave.files.GenerateFiles;
import io.conclave.scheduler.RoundResult;
import io.conclave.scheduler.SchedulerTopics;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilesOnDemandTest {

    private static final long MAX_BYTES = 1_000_000;

    private Vertx vertx;
    private Bus bus;
    private FilesOnDemand onDemand;
    private final List<GenerateFiles> made = new CopyOnWriteArrayList<>();
    private final List<String> rounds = new CopyOnWriteArrayList<>();

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        bus = new Bus(vertx, new ControllerRef("c1", 1), Clock.systemUTC());
        bus.serve(FileTopics.GENERATE, request -> {
            made.add(request);
            return Future.succeededFuture(new FilesCreated(request.count(), Map.of(), List.of(), null, null));
        });
        onDemand = new FilesOnDemand(bus, List.of("zk1", "zk2"), MAX_BYTES);
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().await(5, TimeUnit.SECONDS);
    }

    @Test
    void bulkPlacesEachFileUnlessTheyArePinned() throws Exception {
        onDemand.bulk(new BulkGenerate(3, 10L, null, null, null, "rest")).await(5, TimeUnit.SECONDS);
        onDemand.bulk(new BulkGenerate(4, null, "pin", "zk2", false, "rest")).await(5, TimeUnit.SECONDS);

        assertThat(made)
                .containsExactly(
                        new GenerateFiles(3, 10, null, "bulk-", Action.BULK_GENERATE, "rest"),
                        new GenerateFiles(4, 1_024, "zk2", "bulk-", Action.BULK_GENERATE, "rest"));
        assertThat(rounds).isEmpty();
    }

    @Test
    void stressPutsTwelveFilesOnOneNodeUnlessToldOtherwise() throws Exception {
        onDemand.stress(new Stress("zk1", null, null, "rest")).await(5, TimeUnit.SECONDS);

        assertThat(made).singleElement().satisfies(request -> {
            assertThat(request.count()).isEqualTo(12);
            assertThat(request.pinnedTo()).isEqualTo("zk1");
            assertThat(request.action()).isEqualTo(Action.STRESS);
        });
    }

    @Test
    void roundFollowsWhereItIsAskedFor() throws Exception {
        serveRounds();

        Generated generated =
                onDemand.stress(new Stress("zk1", 2, true, "rest")).await(5, TimeUnit.SECONDS);

        assertThat(rounds).containsExactly("rest");
        assertThat(generated.scheduler().moved()).isEqualTo(1);
    }

    @Test
    void failedRoundSaysThatTheFilesWereMadeAllTheSame() {
        Problem problem = problem(() -> onDemand.stress(new Stress("zk1", 2, true, "rest")));

        assertThat(problem.status()).isEqualTo(503);
        assertThat(problem.detail()).startsWith("2 files were made, but");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-,     1,       auto,  -,   count",
                "0,     1,       auto,  -,   count",
                "10001, 1,       auto,  -,   count",
                "1,     -1,      auto,  -,   size_bytes",
                "1,     1000001, auto,  -,   size_bytes",
                "1,     1,       spread,-,   strategy",
                "1,     1,       pin,   -,   node",
                "1,     1,       auto,  zk1, node",
            })
    void badBulkIsRefusedAndNamesTheField(Integer count, Long size, String strategy, String node, String field) {
        Problem problem = problem(() -> onDemand.bulk(new BulkGenerate(count, size, strategy, node, true, "rest")));

        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.field()).isEqualTo(field);
        assertThat(problem.allowed()).isNotBlank();
        assertThat(made).isEmpty();
    }

    @Test
    void unknownStrategyLearnsWhichThereAre() {
        assertThat(problem(() -> onDemand.bulk(new BulkGenerate(1, 1L, "spread", null, null, "rest")))
                        .allowed())
                .isEqualTo("auto or pin");
    }

    @Test
    void unknownNodeIsNotFoundAndMissingOneIsInvalid() {
        Problem unknown = problem(() -> onDemand.stress(new Stress("zk9", 1, null, "rest")));
        Problem missing = problem(() -> onDemand.stress(new Stress(null, 1, null, "rest")));

        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.field()).isEqualTo("node");
        assertThat(unknown.allowed()).isEqualTo("zk1, zk2");
        assertThat(missing.status()).isEqualTo(400);
        assertThat(problem(() -> onDemand.stress(new Stress("zk1", 0, null, "rest")))
                        .field())
                .isEqualTo("files");
    }

    private void serveRounds() {
        bus.serve(SchedulerTopics.RUN, request -> {
            rounds.add(request.actor());
            return Future.succeededFuture(new RoundResult(true, null, null, 1, List.of()));
        });
    }

    private static Problem problem(java.util.concurrent.Callable<Future<?>> call) {
        Problem[] problem = new Problem[1];
        assertThatThrownBy(() -> call.call().await(5, TimeUnit.SECONDS))
                .satisfies(e -> problem[0] = ProblemException.of(e));
        return problem[0];
    }
}
