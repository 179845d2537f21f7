package io.conclave.cli.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.conclave.cli.probe.stream.ControllerClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LagFiguresTest {

    private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678Z");

    private final LagFigures figures = new LagFigures();

    @Test
    void percentilesAreOfTheTimeFromStampToReceipt() {
        for (int ms = 1; ms <= 100; ms++) {
            figures.add(AT, AT.plusMillis(ms), ControllerClock.same());
        }
        assertThat(figures.lines(Duration.ofSeconds(10), List.of("ensemble"), ControllerClock.same()))
                .containsExactly(
                        "push latency of 100 messages of ensemble in 10.0 s (10.0 a second)",
                        "p50 50.3 ms   p95 95.4 ms   p99 99.6 ms   max 100.0 ms",
                        "from the controller's stamp, which has whole milliseconds, until the message was read here;"
                                + " the two clocks are the same as far as can be told");
    }

    @Test
    void aClockThatIsAheadIsTakenIntoAccountAndItsErrorTold() {
        ControllerClock ahead = new ControllerClock(Duration.ofSeconds(60), Duration.ofMillis(4));
        figures.add(AT.plusSeconds(60), AT.plusMillis(8), ahead);
        assertThat(figures.lines(Duration.ofSeconds(1), List.of("plan"), ahead).subList(1, 3))
                .containsExactly(
                        "p50 8.0 ms   p95 8.0 ms   p99 8.0 ms   max 8.0 ms",
                        "from the controller's stamp, which has whole milliseconds, until the message was read here;"
                                + " corrected for its clock, which is 60000.0 ms ahead, to within 3.0 ms");
    }

    @Test
    void aMessageThatSeemsToComeBeforeItsStampIsCountedAndSaid() {
        figures.add(AT, AT.minusMillis(2), ControllerClock.same());
        assertThat(figures.lines(Duration.ofSeconds(1), List.of("plan"), ControllerClock.same())
                        .get(2))
                .endsWith("; 1 came before their stamp, counted as 0");
    }

    @Test
    void aDifferenceWithinTheErrorIsNone() {
        Duration roundTrip = Duration.ofMillis(10);
        assertThat(new ControllerClock(Duration.ofMillis(-6), roundTrip)
                        .withoutNoise()
                        .isSame())
                .isTrue();
        assertThat(new ControllerClock(Duration.ofMillis(7), roundTrip)
                        .withoutNoise()
                        .isSame())
                .isFalse();
    }
}
