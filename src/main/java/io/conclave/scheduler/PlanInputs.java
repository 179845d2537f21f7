package io.conclave.scheduler;

import io.conclave.bus.Json;
import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;

/**
 * Everything that a plan is computed from, and nothing else: the same inputs give the same plan, on any day. Of the
 * files it holds only those that the plan looked at, so it stays small however many there are.
 *
 * @param strategy code of the strategy
 * @param threshold from which difference a move is worth it, in the strategy's unit
 * @param batch the most moves, or 0 for as many as balance needs
 * @param enabled whether rounds run by themselves
 * @param nodes in configured order
 */
record PlanInputs(String strategy, int threshold, int batch, boolean enabled, List<NodeInputs> nodes)
        implements NewestFiles {

    PlanInputs {
        nodes = List.copyOf(nodes);
    }

    /** The files that the plan read when these inputs were taken. */
    @Override
    public Iterator<PlanFile> of(String node) {
        for (NodeInputs each : nodes) {
            if (each.node().equals(node)) {
                return each.newest().iterator();
            }
        }
        throw new IllegalArgumentException("no such node: " + node);
    }

    PlanInputs withThreshold(int other) {
        return new PlanInputs(strategy, other, batch, enabled, nodes);
    }

    /** The same with another state of one node. */
    PlanInputs withNode(int index, NodeInputs other) {
        List<NodeInputs> changed = new ArrayList<>(nodes);
        changed.set(index, other);
        return new PlanInputs(strategy, threshold, batch, enabled, changed);
    }

    PlanInputs withNodes(List<NodeInputs> others) {
        return new PlanInputs(strategy, threshold, batch, enabled, others);
    }

    /**
     * The same as if these nodes and no others were drained.
     *
     * @throws ProblemException 404 where there is no such node
     */
    PlanInputs withDrained(List<String> drained) {
        List<String> known = nodes.stream().map(NodeInputs::node).toList();
        for (String node : drained) {
            if (!known.contains(node)) {
                throw Problem.notFound("node", node, "one of " + String.join(", ", known))
                        .asException();
            }
        }
        return withNodes(nodes.stream()
                .map(node -> node.withAvailability(drained.contains(node.node()), node.standing()))
                .toList());
    }

    /** The text that is stored, and whose hash names these inputs: fields in the order in which they are declared. */
    String canonical() {
        return Json.encode(this);
    }

    /** SHA-256 of the {@link #canonical} text in UTF-8, 64 lower-case hexadecimal digits. */
    static String hash(String canonical) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
