package io.conclave.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.conclave.bus.Bus;
import io.conclave.bus.ControllerRef;
import io.conclave.bus.Json;
import io.conclave.bus.ProblemException;
import io.conclave.config.EnsembleSettings;
import io.conclave.config.NodeAddress;
import io.conclave.ensemble.EnsembleTopics;
import io.conclave.ensemble.FigureSource;
import io.conclave.ensemble.NodeFigures;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FiguresVerticleTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = new Bus(vertx, new ControllerRef("c1", 1), Clock.systemUTC());
    private final List<Figures> told = new CopyOnWriteArrayList<>();

    @BeforeEach
    void deploy() throws Exception {
        bus.subscribe(FigureTopics.NEW, message -> told.add(message.body()));
        EnsembleSettings settings = new EnsembleSettings(
                Optional.empty(),
                List.of(NodeAddress.of("zk1", "127.0.0.1", 1), NodeAddress.of("zk2", "127.0.0.1", 2)),
                Duration.ofMillis(250),
                Duration.ofMillis(250),
                Duration.ofMillis(100));
        vertx.deployVerticle(new FiguresVerticle(settings, bus, Clock.systemUTC()))
                .await(10, TimeUnit.SECONDS);
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void whatIsReadIsToldOnceAndKept() throws Exception {
        Instant at = Instant.now();
        read("zk1", at.minusSeconds(10), 5);
        read("zk1", at, 9);

        await().atMost(SOON).until(() -> !told.isEmpty());
        assertThat(told.get(0).nodes()).containsOnlyKeys("zk1");
        assertThat(told.get(0).nodes().get("zk1").connections()).containsExactly(5L, 9L);
        assertThat(ask(new AskFigures(null, null)).nodes()).containsOnlyKeys("zk1", "zk2");
        assertThat(ask(new AskFigures(null, "zk1")).nodes().get("zk1").atMs())
                .containsExactly(at.minusSeconds(10).toEpochMilli(), at.toEpochMilli());
        assertThat(ask(new AskFigures(null, null)).nodes().get("zk2").atMs()).isEmpty();
        assertThat(told).hasSize(1);
    }

    @Test
    void nodeOfWhichNothingComesAnyMoreIsShownAsUnread() throws Exception {
        read("zk2", Instant.now().minusSeconds(20), 5);

        await().atMost(SOON)
                .until(() -> told.size() >= 1
                        && told.get(told.size() - 1).nodes().get("zk2").source().contains(null));
        FigureSeries kept = ask(new AskFigures(1, "zk2")).nodes().get("zk2");
        assertThat(kept.source()).containsExactly("mntr", null);
        assertThat(kept.connections()).containsExactly(5L, null);
        assertThat(Json.encode(kept)).contains("\"connections\":[5,null]");
    }

    @Test
    void wrongQuestionIsRefused() {
        assertThat(refusal(new AskFigures(16, null))).isEqualTo("minutes");
        assertThat(refusal(new AskFigures(0, null))).isEqualTo("minutes");
        assertThat(refusal(new AskFigures(null, "zk9"))).isEqualTo("node");
    }

    private void read(String node, Instant at, double connections) {
        bus.publish(
                EnsembleTopics.FIGURES,
                new NodeFigures(node, Map.of("num_alive_connections", connections), new FigureSource("mntr", at)));
    }

    private Figures ask(AskFigures question) throws Exception {
        return bus.request(FigureTopics.HISTORY, question)
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    private String refusal(AskFigures question) {
        try {
            ask(question);
        } catch (ExecutionException refused) {
            return ((ProblemException) refused.getCause()).problem().field();
        } catch (Exception other) {
            throw new IllegalStateException(other);
        }
        return "accepted";
    }
}
