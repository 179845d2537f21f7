package io.conclave.control;

import io.conclave.bus.Problem;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Which node is being acted on, by whom and since when: one action a node at a time. For one thread. */
final class ActionsUnderWay {

    private final LongSupplier nanoTime;
    private final Map<String, Begun> byNode = new HashMap<>();

    ActionsUnderWay(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * Takes the node for an action.
     *
     * @return empty where it was taken, or a 409 problem that says who is at it
     */
    Optional<Problem> begin(ControlNode question) {
        Begun other = byNode.get(question.node());
        if (other != null) {
            return Optional.of(Problem.conflict(
                    "busy",
                    question.node() + " is busy: " + other.question.action().code() + " by " + other.question.actor()
                            + " began " + elapsedMs(other) + " ms ago; try again when it is done"));
        }
        byNode.put(question.node(), new Begun(question, nanoTime.getAsLong()));
        return Optional.empty();
    }

    /**
     * Lets go of the node.
     *
     * @return how long the action took, in milliseconds
     */
    long end(ControlNode question) {
        return elapsedMs(byNode.remove(question.node()));
    }

    private long elapsedMs(Begun begun) {
        return (nanoTime.getAsLong() - begun.nanos) / 1_000_000;
    }

    private record Begun(ControlNode question, long nanos) {}
}
