package io.conclave.control;

import io.conclave.bus.Problem;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Which node is being acted on, by whom and since when: one action a node at a time. For one thread. */
final class ActionsUnderWay {

    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Map<String, Begun> byNode = new LinkedHashMap<>();

    ActionsUnderWay(Clock clock, LongSupplier nanoTime) {
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /** Who is at the node, as a 409 problem; empty where nobody is. */
    Optional<Problem> busy(String node) {
        return Optional.ofNullable(byNode.get(node))
                .map(other -> Problem.conflict(
                        "busy",
                        node + " is busy: " + other.question.action().code() + " by " + other.question.actor()
                                + " began " + elapsedMs(other) + " ms ago; try again when it is done"));
    }

    /** Takes a node that is not busy. */
    void begin(ControlNode question) {
        byNode.put(question.node(), new Begun(question, clock.instant(), nanoTime.getAsLong()));
    }

    /** Lets go of the node. */
    void end(ControlNode question) {
        byNode.remove(question.node());
    }

    /** How long the action on the node has been under way, in milliseconds. */
    long elapsedMs(ControlNode question) {
        return elapsedMs(byNode.get(question.node()));
    }

    /** All that are under way, the oldest first. */
    List<ControlState.Busy> all() {
        return byNode.values().stream()
                .map(begun -> new ControlState.Busy(
                        begun.question.node(), begun.question.action(), begun.question.actor(), begun.at))
                .toList();
    }

    private long elapsedMs(Begun begun) {
        return (nanoTime.getAsLong() - begun.nanos) / 1_000_000;
    }

    private record Begun(ControlNode question, Instant at, long nanos) {}
}
