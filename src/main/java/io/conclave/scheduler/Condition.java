package io.conclave.scheduler;

import io.conclave.bus.Sentence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A {@link Change} with its figures, so that it can be tried out and not only be said.
 *
 * @param change what would be otherwise
 * @param node index of the node that it concerns, or -1
 * @param amount the threshold, or how many files or bytes; 0 where the change has none
 */
record Condition(Change change, int node, long amount) {

    private static final Sentence IT = new Sentence("it", "该节点");

    /** The inputs as they would be. */
    PlanInputs in(PlanInputs inputs, Unit unit) {
        return switch (change) {
            case THRESHOLD_AT_MOST, THRESHOLD_AT_LEAST -> inputs.withThreshold((int) amount);
            case NO_DRAINED_FILES -> withoutDrainedFiles(inputs);
            case NOT_DRAINED -> withNode(inputs, now -> now.withAvailability(false, now.standing()));
            case UP -> withNode(inputs, now -> now.withAvailability(now.drained(), Standing.UP));
            case STORAGE_ANSWERS -> withNode(inputs, now -> now.withStorage(null));
            case MORE_ROOM -> withNode(inputs, now -> now.withRoom(now.roomBytes() + amount));
            case HOLDS_MORE -> withNode(inputs, now -> holding(now, amount, unit));
            case HOLDS_LESS -> withNode(inputs, now -> holding(now, -amount, unit));
        };
    }

    private PlanInputs withNode(PlanInputs inputs, UnaryOperator<NodeInputs> changed) {
        return inputs.withNode(node, changed.apply(inputs.nodes().get(node)));
    }

    /** The change in words, in which the node of this index is "it". */
    Sentence text(PlanInputs inputs, Unit unit, int it) {
        String name = node < 0 ? "" : inputs.nodes().get(node).node();
        Sentence who = node == it ? IT : new Sentence(name, name + " ");
        String exactly = Long.toString(amount);
        Sentence howMuch =
                switch (change) {
                    case MORE_ROOM -> Unit.bytes(amount);
                    case HOLDS_MORE, HOLDS_LESS -> unit == Unit.BYTES ? Unit.bytes(amount) : Unit.FILES.text(amount);
                    default -> new Sentence(exactly, exactly);
                };
        return Sentence.of(change, Map.of("node", who, "amount", howMuch));
    }

    private static NodeInputs holding(NodeInputs node, long more, Unit unit) {
        return unit == Unit.BYTES
                ? node.withHeld(node.files(), node.bytes() + more)
                : node.withHeld(node.files() + more, node.bytes());
    }

    private static PlanInputs withoutDrainedFiles(PlanInputs inputs) {
        List<NodeInputs> nodes = new ArrayList<>();
        for (NodeInputs each : inputs.nodes()) {
            nodes.add(each.drained() ? each.withHeld(0, 0) : each);
        }
        return inputs.withNodes(nodes);
    }
}
