package io.conclave.web.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.bus.Bus;
import io.conclave.bus.ControllerRef;
import io.conclave.bus.Json;
import io.conclave.bus.Published;
import io.conclave.control.LogLine;
import io.conclave.ensemble.EnsembleEvent;
import io.conclave.ensemble.EnsembleTopics;
import io.conclave.web.command.Callers;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BridgeSessionTest {

    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = new Bus(vertx, new ControllerRef("c1", 1), Clock.systemUTC());
    private final StreamHub hub = new StreamHub(bus, Clock.systemUTC(), took -> {});
    private final FakeTransport transport = new FakeTransport();
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicBoolean allowed = new AtomicBoolean(true);
    private final BridgeSession session = new BridgeSession(
            transport,
            hub,
            (command, body, actor) -> command.run(bus, body, actor),
            Callers.PAGE,
            allowed::get,
            nanos::get);

    @AfterEach
    void close() {
        vertx.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hello {|invalid_json",
                "''|invalid_json",
                "[]|invalid_frame",
                "{}|missing_type",
                "{\"type\":7}|invalid_type",
                "{\"type\":\"dance\",\"address\":\"x\"}|invalid_type",
                "{\"type\":\"register\"}|missing_address",
                "{\"type\":\"register\",\"address\":{}}|invalid_address",
                "{\"type\":\"register\",\"address\":\"ensemble.current\"}|access_denied",
                "{\"type\":\"unregister\",\"address\":\"nothing\"}|access_denied",
                "{\"type\":\"register\",\"address\":\"conclave.snapshot\"}|access_denied",
                "{\"type\":\"register\",\"address\":\"conclave.plan\",\"filter\":{}}|invalid_filter",
                "{\"type\":\"register\",\"address\":\"conclave.logs\",\"filter\":{\"node\":\"zk1\"}}|unknown_field",
                "{\"type\":\"register\",\"address\":\"conclave.logs\",\"filter\":{\"levels\":[\"loud\"]}}|invalid_levels_0",
                "{\"type\":\"register\",\"address\":\"conclave.logs\",\"filter\":{\"text\":\"(a\"}}|invalid_text",
                "{\"type\":\"publish\",\"address\":\"conclave.plan\",\"body\":{}}|access_denied",
                "{\"type\":\"send\",\"address\":\"conclave.plan\",\"body\":{}}|access_denied",
                "{\"type\":\"send\",\"address\":\"conclave.command.format-disk\",\"body\":{}}|access_denied",
                "{\"type\":\"send\",\"address\":\"files.delete\",\"body\":{}}|access_denied",
            })
    void whatIsNoFrameOrNotPermittedIsAnsweredWithItsCode(String frame, String code) {
        session.receive(frame);

        assertThat(transport.written).singleElement().asString().contains("\"type\":\"err\"", "\"" + code + "\"");
        assertThat(transport.closeCode).isEqualTo(-1);
        assertThat(hub.registrations()).isZero();
    }

    @Test
    void errorCarriesTheFieldsOfAFailedReplyAndAProblem() {
        session.receive("{\"type\":\"send\",\"address\":\"conclave.snapshot\",\"replyAddress\":\"r\\u00e9\","
                + "\"body\":{\"topics\":[\"conclave.nothing\"]}}");

        assertThat(transport.written)
                .singleElement()
                .asString()
                .contains(
                        "\"type\":\"err\"",
                        "\"address\":\"r\\u00e9\"",
                        "\"failureCode\":404",
                        "\"failureType\":\"RECIPIENT_FAILURE\"",
                        "\"message\":\"no such topic\"",
                        "\"value\":\"conclave.nothing\"",
                        "conclave.ensemble, conclave.counts");
    }

    @Test
    void snapshotWaitsForTheRowsOfTheTimeBeforeThisStart() {
        hub.awaitEarlier();
        session.receive("{\"type\":\"send\",\"address\":\"conclave.snapshot\",\"replyAddress\":\"r\",\"body\":{}}");
        assertThat(transport.written).isEmpty();

        hub.addEarlier(
                EnsembleTopics.EVENTS,
                List.of(new EnsembleEvent(EnsembleEvent.Kind.DRAINED, "zk9", null, null, "m", "z", null)),
                row -> Instant.EPOCH);
        hub.earlierDone();

        assertThat(transport.written).singleElement().asString().contains("\"zk9\"");
    }

    @Test
    void pingIsAnswered() {
        session.receive("{\"type\":\"ping\"}");

        assertThat(transport.written).containsExactly("{\"type\":\"pong\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":"})
    void jsonNestedTenThousandDeepClosesAtOnce(String level) {
        session.receive(level.repeat(10_000));

        assertThat(transport.closeCode).isEqualTo(Transport.POLICY_VIOLATION);
    }

    @Test
    void frameOverTheSizeClosesWithItsCode() {
        session.receive("x".repeat(BridgeSession.LARGEST_FRAME_CHARS + 1));

        assertThat(transport.closeCode).isEqualTo(Transport.TOO_BIG);
        assertThat(transport.written).isEmpty();
    }

    @Test
    void clientThatMakesNothingButMistakesIsClosed() {
        for (int i = 0; i < 21; i++) {
            session.receive("rubbish");
        }

        assertThat(transport.written).hasSize(20);
        assertThat(transport.closeCode).isEqualTo(Transport.POLICY_VIOLATION);
    }

    @Test
    void mistakeNowAndThenIsForgiven() {
        for (int i = 0; i < 100; i++) {
            session.receive("rubbish");
            nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        }

        assertThat(transport.closeCode).isEqualTo(-1);
    }

    @Test
    void floodOfFramesIsClosed() {
        for (int i = 0; i < 401; i++) {
            session.receive("{\"type\":\"ping\"}");
        }

        assertThat(transport.closeCode).isEqualTo(Transport.POLICY_VIOLATION);
    }

    @Test
    void repeatedRegisterIsOneRegistrationAndNoneIsLeftAfterTheEnd() {
        for (int i = 0; i < 10; i++) {
            session.receive("{\"type\":\"register\",\"address\":\"conclave.plan\"}");
        }
        session.receive("{\"type\":\"register\",\"address\":\"conclave.counts\"}");
        session.receive("{\"type\":\"register\",\"address\":\"conclave.kv\"}");
        assertThat(hub.registrations()).isEqualTo(3);

        session.receive("{\"type\":\"unregister\",\"address\":\"conclave.plan\"}");
        session.receive("{\"type\":\"unregister\",\"address\":\"conclave.plan\"}");
        assertThat(hub.registrations()).isEqualTo(2);

        session.end();
        assertThat(hub.registrations()).isZero();
    }

    @Test
    void linesOfServersAreFilteredByServerLevelAndText() {
        hub.start();
        session.receive("{\"type\":\"register\",\"address\":\"conclave.logs\",\"filter\":"
                + "{\"nodes\":[\"zk1\"],\"levels\":[\"warn\"],\"text\":\"fsync OR pipe\"}}");
        for (String line : List.of(
                "zk1|2026-11-25 18:04:59,770 [myid:1] - WARN  [Sync:A@1] - fsync took 1200 ms",
                "zk2|2026-11-25 18:04:59,771 [myid:2] - WARN  [Sync:A@1] - fsync took 1200 ms",
                "zk1|2026-11-25 18:04:59,772 [myid:1] - INFO  [main:A@1] - fsync is quick",
                "zk1|2026-11-25 18:04:59,773 [myid:1] - WARN  [main:A@1] - something else",
                "zk1|java.io.IOException: Broken pipe",
                "zk1|\"leftOut\":7, says a line about fsync")) {
            publish(line, 0);
        }

        assertThat(bodies())
                .extracting(body ->
                        body.get("seq").asLong() + " " + body.get("line").asText())
                .containsExactly(
                        "1 2026-11-25 18:04:59,770 [myid:1] - WARN  [Sync:A@1] - fsync took 1200 ms",
                        "5 java.io.IOException: Broken pipe",
                        "6 \"leftOut\":7, says a line about fsync");
        assertThat(bodies())
                .allSatisfy(body -> assertThat(body.get("leftOut").asLong()).isZero());

        session.receive("{\"type\":\"register\",\"address\":\"conclave.logs\"}");
        publish("zk2|anything", 0);
        assertThat(transport.written.get(3)).contains("anything", "\"seq\":7");
    }

    @Test
    void linesBeyondTheirRateOrWhileTheClientDoesNotReadAreCounted() {
        hub.start();
        session.receive("{\"type\":\"register\",\"address\":\"conclave.logs\"}");
        for (int i = 0; i < 300; i++) {
            publish("zk1|line " + i, 0);
        }
        publish("zk2|has a rate of its own", 5);
        assertThat(transport.written).hasSize(201);
        assertThat(bodies().get(200).get("leftOut").asLong()).isEqualTo(5);

        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        publish("zk1|later", 20);
        assertThat(bodies().get(201).get("leftOut").asLong()).isEqualTo(120);

        transport.room = 1;
        publish("zk1|fills the socket", 0);
        publish("zk1|left out", 0);
        publish("zk1|left out", 0);
        transport.read(1_000);
        publish("zk1|after that", 0);
        assertThat(bodies()).hasSize(204);
        assertThat(bodies().get(203).get("leftOut").asLong()).isEqualTo(2);
    }

    private void publish(String nodeAndLine, long leftOut) {
        String[] parts = nodeAndLine.split("\\|", 2);
        hub.relay(
                "conclave.logs",
                Frame.body(new Published<>(
                        1, Instant.EPOCH, new ControllerRef("c1", 1), new LogLine(parts[0], parts[1], leftOut))));
    }

    private List<JsonNode> bodies() {
        return transport.written.stream()
                .map(Json::parse)
                .filter(frame -> frame.path("address").asText().equals("conclave.logs"))
                .map(frame -> frame.get("body"))
                .toList();
    }

    @Test
    void clientThatHasNotReadForHalfAMinuteIsClosed() {
        transport.room = 0;
        session.publish(new Outgoing("conclave.plan", "{}"));
        nanos.addAndGet(Duration.ofSeconds(30).toNanos());
        session.check();
        assertThat(transport.closeCode).isEqualTo(-1);

        nanos.addAndGet(1);
        session.check();
        assertThat(transport.closeCode).isEqualTo(Transport.POLICY_VIOLATION);
    }

    @Test
    void rightThatEndsWhileTheSocketIsOpenClosesItWithTheNextFrame() {
        session.receive("{\"type\":\"register\",\"address\":\"conclave.plan\"}");
        allowed.set(false);

        session.receive("{\"type\":\"ping\"}");

        assertThat(transport.written).isEmpty();
        assertThat(transport.closeCode).isEqualTo(Transport.POLICY_VIOLATION);
        assertThat(hub.registrations()).isZero();
    }

    @Test
    void rightThatEndsClosesAClientThatSaysNothingAsWell() {
        allowed.set(false);

        session.check();

        assertThat(transport.closeCode).isEqualTo(Transport.POLICY_VIOLATION);
    }

    @Test
    void unansweredCommandsAreBounded() {
        String tick = "{\"type\":\"send\",\"address\":\"conclave.command.tick\",\"replyAddress\":\"r\",\"body\":{}}";
        bus.serve(
                io.conclave.workload.WorkloadTopics.TICK,
                question -> io.vertx.core.Promise.<io.conclave.workload.TickResult>promise()
                        .future());
        for (int i = 0; i < 17; i++) {
            session.receive(tick);
        }

        assertThat(transport.written).singleElement().asString().contains("\"failureCode\":429", "too_many_requests");
    }
}
