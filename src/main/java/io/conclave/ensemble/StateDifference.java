package io.conclave.ensemble;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** How much of the ensemble's state has changed, which decides how soon viewers are told. */
enum StateDifference {
    /** Nothing but the age of figures. */
    AGES,
    /** Figures. */
    FIGURES,
    /** A role, a condition, the leader, the quorum, a drain: to be told at once. */
    ROLES;

    /** The greatest difference between two states of the same nodes. */
    static StateDifference between(EnsembleState before, EnsembleState after) {
        boolean sameWhole = Objects.equals(before.leader(), after.leader())
                && before.quorum().equals(after.quorum())
                && before.splitViews().equals(after.splitViews());
        if (!sameWhole || differ(before.nodes(), after.nodes(), Standing::of)) {
            return ROLES;
        }
        return differ(before.nodes(), after.nodes(), Shown::of) ? FIGURES : AGES;
    }

    /** Whether a change of one node is to be told at once. That it was asked for the first time is not. */
    static boolean isUrgent(NodeStatus before, NodeStatus after) {
        return before.state() != NodeCondition.NOT_ASKED && !Standing.of(before).equals(Standing.of(after));
    }

    private static boolean differ(List<NodeStatus> before, List<NodeStatus> after, Function<NodeStatus, Object> part) {
        for (int i = 0; i < after.size(); i++) {
            if (!part.apply(before.get(i)).equals(part.apply(after.get(i)))) {
                return true;
            }
        }
        return false;
    }

    private record Standing(Role role, NodeCondition state, boolean voter, boolean drained, String drainReason) {
        static Standing of(NodeStatus node) {
            return new Standing(node.role(), node.state(), node.voter(), node.drained(), node.drainReason());
        }
    }

    private record Shown(
            String reason,
            String zxid,
            Latency latencyMs,
            Long connections,
            Long outstanding,
            Long znodes,
            Long watches,
            String version,
            Instant upSince,
            Map<String, MissingFigure> missing) {
        static Shown of(NodeStatus node) {
            return new Shown(
                    node.reason(),
                    node.zxid(),
                    node.latencyMs(),
                    node.connections(),
                    node.outstanding(),
                    node.znodes(),
                    node.watches(),
                    node.version(),
                    node.upSince(),
                    node.missing());
        }
    }
}
