package io.conclave.scheduler;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Says what is otherwise in one plan than in an earlier one. */
final class PlanDifference {

    private PlanDifference() {}

    /** One clause for each thing that differs, what weighs most first. */
    static List<String> between(Plan before, Plan now) {
        List<String> changes = new ArrayList<>();
        changed(changes, "the strategy", before.strategy(), now.strategy());
        changed(changes, "the threshold", (long) before.threshold(), (long) now.threshold());
        changed(changes, "the batch", PlanSettings.batchText(before.batch()), PlanSettings.batchText(now.batch()));
        if (before.enabled() != now.enabled()) {
            changes.add("the scheduler was switched " + (now.enabled() ? "on" : "off"));
        }
        changed(changes, "the set of drained nodes", nodes(before.drainedNodes()), nodes(now.drainedNodes()));
        for (Map.Entry<String, Long> each : now.counts().entrySet()) {
            Long held = before.counts().get(each.getKey());
            changed(changes, "the number of files on " + each.getKey(), held, each.getValue());
        }
        for (Map.Entry<String, NodeDrain> each : now.nodeStates().entrySet()) {
            NodeDrain known = before.nodeStates().get(each.getKey());
            if (known != null && known.available() != each.getValue().available()) {
                changes.add(
                        each.getKey() + (known.available() ? " can take no files any more" : " can take files again"));
            }
        }
        changed(changes, "the reason", before.reason().code(), now.reason().code());
        if (!before.moves().equals(now.moves())) {
            changed(changes, "the first move", firstMove(before), firstMove(now));
            changed(
                    changes,
                    "the number of moves",
                    before.moves().size(),
                    now.moves().size());
        }
        return changes;
    }

    private static void changed(List<String> changes, String what, Object before, Object now) {
        if (!Objects.equals(before, now)) {
            changes.add(what + " is " + now + " instead of " + before);
        }
    }

    private static String nodes(List<String> nodes) {
        return nodes.isEmpty() ? "none" : String.join(", ", nodes);
    }

    private static String firstMove(Plan plan) {
        if (plan.moves().isEmpty()) {
            return "none";
        }
        PlannedMove first = plan.moves().get(0);
        return first.name() + " from " + first.from() + " to " + first.to();
    }
}
