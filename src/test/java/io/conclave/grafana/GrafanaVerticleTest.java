package io.conclave.grafana;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.conclave.bus.Bus;
import io.conclave.bus.ControllerRef;
import io.conclave.config.GrafanaSettings;
import io.conclave.testing.UnusedPort;
import io.vertx.core.Vertx;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GrafanaVerticleTest {

    private static final URI SEEN = URI.create("http://graphs.example");

    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = new Bus(vertx, new ControllerRef("c1", 1), Clock.systemUTC());
    private final List<GrafanaState> told = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void withoutOneItSaysWhatToSet() throws Exception {
        GrafanaState state = state(Optional.empty());

        assertThat(state.configured()).isFalse();
        assertThat(state.url()).isNull();
        assertThat(state.reason()).contains("GRAFANA_URL");
        assertThat(state.reasonZh()).contains("GRAFANA_URL");
    }

    @Test
    void oneThatIsWellIsReachable() throws Exception {
        GrafanaState state = state(answering(200));

        assertThat(state.code()).isEqualTo(GrafanaReason.ANSWERS);
        assertThat(state.reachable()).isTrue();
        assertThat(state.url()).isEqualTo(SEEN);
        assertThat(state.checkedAt()).isNotNull();
    }

    @Test
    void oneThatIsNotWellIsNot() throws Exception {
        GrafanaState state = state(answering(503));

        assertThat(state.code()).isEqualTo(GrafanaReason.NOT_HEALTHY);
        assertThat(state.reachable()).isFalse();
        assertThat(state.reason()).contains("503");
    }

    @Test
    void oneThatIsAwayIsNot() throws Exception {
        GrafanaState state = state(at(UnusedPort.any()));

        assertThat(state.code()).isEqualTo(GrafanaReason.NO_ANSWER);
        assertThat(state.configured()).isTrue();
        assertThat(state.reachable()).isFalse();
    }

    @Test
    void oneThatNeverAnswersIsGivenUp() throws Exception {
        try (ServerSocket silent = new ServerSocket(0)) {
            GrafanaState state = state(at(silent.getLocalPort()));

            assertThat(state.code()).isEqualTo(GrafanaReason.NO_ANSWER);
        }
    }

    private Optional<GrafanaSettings> answering(int status) throws Exception {
        int port = vertx.createHttpServer()
                .requestHandler(request -> request.response()
                        .setStatusCode(request.path().equals("/api/health") ? status : 404)
                        .end("{}"))
                .listen(0, "127.0.0.1")
                .await(10, TimeUnit.SECONDS)
                .actualPort();
        return at(port);
    }

    private static Optional<GrafanaSettings> at(int port) {
        return Optional.of(new GrafanaSettings(SEEN, URI.create("http://127.0.0.1:" + port)));
    }

    private GrafanaState state(Optional<GrafanaSettings> settings) throws Exception {
        bus.subscribe(GrafanaTopics.STATE, message -> told.add(message.body()));
        vertx.deployVerticle(new GrafanaVerticle(settings, bus, Clock.systemUTC()))
                .await(10, TimeUnit.SECONDS);
        await().atMost(Duration.ofSeconds(10)).until(() -> !told.isEmpty());
        return told.get(0);
    }
}
