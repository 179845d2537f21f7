package io.conclave.cli.probe.stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.bus.Json;
import io.conclave.bus.Problem;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/**
 * The controller's clock against ours, as NTP compares two: the controller tells its time, and that is taken to be the
 * time at which half of the round trip was over. The error is at most half of the round trip, so the shortest of
 * several tells it best.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5905#section-8">RFC 5905, section 8</a>
 * @param ahead how far the controller's clock is ahead of ours; below zero where it is behind
 * @param roundTrip how long the question took
 */
public record ControllerClock(Duration ahead, Duration roundTrip) {

    /** A plan that nobody wants is made on the spot, moves nothing, and tells when it was made. */
    private static final String TELLS_THE_TIME = "conclave.command.what-if";

    private static final Duration WIRE_RESOLUTION = Duration.ofMillis(1);

    /** That of the same machine. */
    public static ControllerClock same() {
        return new ControllerClock(Duration.ZERO, Duration.ZERO);
    }

    /** What one round trip tells. */
    static ControllerClock of(Instant asked, Instant told, Instant answered) {
        Duration roundTrip = Duration.between(asked, answered);
        return new ControllerClock(Duration.between(asked.plus(roundTrip.dividedBy(2)), told), roundTrip);
    }

    /** Asks so many times, one after another, and takes the shortest round trip. */
    public static Future<ControllerClock> ask(MessageSource source, Clock clock, Duration limit, int times) {
        return once(source, clock, limit)
                .compose(one -> times <= 1
                        ? Future.succeededFuture(one)
                        : ask(source, clock, limit, times - 1).map(one::orBetter));
    }

    private static Future<ControllerClock> once(MessageSource source, Clock clock, Duration limit) {
        Instant asked = clock.instant();
        return source.ask(TELLS_THE_TIME, Json.object(), limit).map(plan -> of(asked, time(plan), clock.instant()));
    }

    private static Instant time(JsonNode plan) {
        try {
            return Instant.parse(plan.path("createdAt").asText());
        } catch (DateTimeException e) {
            throw Problem.invalid("createdAt", plan.path("createdAt"), "a time, ISO-8601 in UTC")
                    .asException();
        }
    }

    private ControllerClock orBetter(ControllerClock other) {
        return other.roundTrip.compareTo(roundTrip) < 0 ? other : this;
    }

    /**
     * By how much this can be wrong: half of the round trip, and the part of a millisecond that no time on the wire
     * has.
     */
    public Duration error() {
        return roundTrip.dividedBy(2).plus(WIRE_RESOLUTION);
    }

    /** The same, without a difference that is within the error. */
    public ControllerClock withoutNoise() {
        return ahead.abs().compareTo(error()) <= 0 ? new ControllerClock(Duration.ZERO, roundTrip) : this;
    }

    /** Whether the two clocks tell the same time. */
    public boolean isSame() {
        return ahead.isZero();
    }

    /** The controller's time at a moment of ours. */
    public Instant at(Instant ours) {
        return ours.plus(ahead);
    }
}
