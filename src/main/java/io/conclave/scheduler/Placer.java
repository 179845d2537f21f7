package io.conclave.scheduler;

import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;
import io.conclave.bus.Sentence;
import io.conclave.files.PlaceFile;
import io.conclave.files.Placement;
import io.conclave.files.PlacementVerdict;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Decides where new files go: to the node that the strategy likes best of those that are up, not drained and have room,
 * counting what is promised to uploads under way as already there. Costs O(nodes log nodes) a file.
 */
final class Placer {

    private static final Sentence THIS_FILE = new Sentence("this file", "此文件");

    private final Strategies strategies;
    private final Reservations reservations;
    private long placed;

    Placer(Strategies strategies, Reservations reservations) {
        this.strategies = strategies;
        this.reservations = reservations;
    }

    /**
     * Promises a place for each file.
     *
     * @throws ProblemException 503 {@code no_target} or {@code all_drained} where no node can take files, 507
     *     {@code target_full} where none has room, 404 for a node that is not configured, 409 where the node that was
     *     asked for cannot take files
     */
    Placement place(PlaceFile question, PlanInputs inputs) {
        if (question.count() < 1) {
            throw Problem.invalid("count", question.count(), "1 or more").asException();
        }
        return question.pinnedTo() == null ? best(question, inputs) : pinned(question, inputs);
    }

    private Placement best(PlaceFile question, PlanInputs inputs) {
        Strategy strategy = strategies.of(inputs.strategy());
        double[] weights = strategy.weights(inputs.nodes());
        List<String> names = inputs.nodes().stream().map(NodeInputs::node).toList();
        List<String> chosen = new ArrayList<>(question.count());
        Target last = null;
        boolean leastLoaded = true;
        for (int file = 0; file < question.count(); file++) {
            List<Target> targets = targets(inputs, strategy, weights);
            if (targets.isEmpty()) {
                throw refused(noTarget(inputs));
            }
            last = strategy.preference("new file " + placed, targets, names, inputs.threshold()).stream()
                    .filter(target -> hasRoom(inputs.nodes().get(target.index()), question.sizeBytes()))
                    .findFirst()
                    .orElse(null);
            if (last == null) {
                chosen.forEach(reservations::released);
                throw refused(full(targets.get(0).node(), inputs, question.sizeBytes()));
            }
            leastLoaded = last.equals(targets.get(0));
            reservations.promise(last.node(), question.sizeBytes());
            chosen.add(last.node());
            placed++;
        }
        List<PlacementVerdict> verdicts = verdicts(inputs, last, leastLoaded, strategy, weights, question.sizeBytes());
        return question.count() > 1 ? spread(chosen, verdicts) : single(last, leastLoaded, strategy, verdicts);
    }

    private List<Target> targets(PlanInputs inputs, Strategy strategy, double[] weights) {
        List<Target> targets = new ArrayList<>();
        for (int index = 0; index < inputs.nodes().size(); index++) {
            NodeInputs node = inputs.nodes().get(index);
            if (node.eligible()) {
                targets.add(new Target(index, node.node(), load(node, strategy, weights[index])));
            }
        }
        targets.sort(null);
        return targets;
    }

    private double load(NodeInputs node, Strategy strategy, double weight) {
        long files = node.files() + reservations.files(node.node());
        long bytes = node.bytes() + reservations.bytes(node.node());
        return strategy.held(files, bytes) / weight;
    }

    private boolean hasRoom(NodeInputs node, long sizeBytes) {
        return node.hasRoomFor(reservations.bytes(node.node()) + sizeBytes);
    }

    private Placement pinned(PlaceFile question, PlanInputs inputs) {
        NodeInputs node = inputs.nodes().stream()
                .filter(each -> each.node().equals(question.pinnedTo()) && each.standing() != Standing.NOT_CONFIGURED)
                .findFirst()
                .orElseThrow(() -> refused(Problem.notFound("node", question.pinnedTo(), known(inputs))));
        if (!node.eligible()) {
            throw refused(Problem.conflict("node_takes_no_files", state(node) + ", so no file can be put there"));
        }
        if (!hasRoom(node, question.count() * question.sizeBytes())) {
            throw refused(full(node.node(), inputs, question.count() * question.sizeBytes()));
        }
        List<String> chosen = new ArrayList<>(question.count());
        for (int file = 0; file < question.count(); file++) {
            reservations.promise(node.node(), question.sizeBytes());
            chosen.add(node.node());
        }
        Sentence sentence = Sentence.of(PlacementReason.PINNED, Map.of("node", node.node()));
        return new Placement(chosen, PlacementReason.PINNED.code(), sentence, List.of());
    }

    private static Placement single(
            Target target, boolean leastLoaded, Strategy strategy, List<PlacementVerdict> verdicts) {
        PlacementReason reason = leastLoaded ? PlacementReason.LEAST_LOADED : PlacementReason.FIRST_THAT_DOES;
        Sentence sentence = Sentence.of(
                reason,
                Map.of(
                        "node",
                        target.node(),
                        "strategy",
                        strategy.code(),
                        "measured",
                        strategy.unit().text(target.load())));
        return new Placement(List.of(target.node()), reason.code(), sentence, verdicts);
    }

    private static Placement spread(List<String> chosen, List<PlacementVerdict> verdicts) {
        String nodes = String.join(", ", new LinkedHashSet<>(chosen));
        Sentence sentence =
                Sentence.of(PlacementReason.SPREAD, Map.of("count", Unit.FILES.text(chosen.size()), "nodes", nodes));
        return new Placement(chosen, PlacementReason.SPREAD.code(), sentence, verdicts);
    }

    /** What was held against each node, or spoke for it, when the last file was placed. */
    private List<PlacementVerdict> verdicts(
            PlanInputs inputs, Target target, boolean leastLoaded, Strategy strategy, double[] weights, long size) {
        List<PlacementVerdict> verdicts = new ArrayList<>();
        for (int index = 0; index < inputs.nodes().size(); index++) {
            NodeInputs node = inputs.nodes().get(index);
            if (node.standing() == Standing.NOT_CONFIGURED) {
                continue;
            }
            boolean chosen = index == target.index();
            VerdictCode code = chosen
                    ? leastLoaded ? VerdictCode.TARGET_LEAST_LOADED : VerdictCode.TARGET_FIRST_THAT_DOES
                    : passedOver(node, leastLoaded, size);
            boolean room = code == VerdictCode.NO_ROOM;
            Sentence measured = room
                    ? Unit.bytes(node.roomBytes() - reservations.bytes(node.node()))
                    : strategy.unit().text(chosen ? target.load() : load(node, strategy, weights[index]));
            Map<String, Object> values = Map.of(
                    "node",
                    node.node(),
                    "name",
                    THIS_FILE,
                    "strategy",
                    strategy.code(),
                    "state",
                    Sentence.of(node.standing()),
                    "why",
                    node.storageWhy(),
                    "measured",
                    measured,
                    "limit",
                    room ? Unit.bytes(size) : strategy.unit().text(target.load()));
            verdicts.add(new PlacementVerdict(node.node(), chosen, code.code(), Sentence.of(code, values)));
        }
        return verdicts;
    }

    private VerdictCode passedOver(NodeInputs node, boolean leastLoaded, long size) {
        if (node.drained()) {
            return VerdictCode.DRAINED;
        }
        if (node.standing() != Standing.UP) {
            return VerdictCode.NODE_DOWN;
        }
        if (!node.storage()) {
            return VerdictCode.STORAGE_UNAVAILABLE;
        }
        if (!hasRoom(node, size)) {
            return VerdictCode.NO_ROOM;
        }
        return leastLoaded ? VerdictCode.NOT_LEAST_LOADED : VerdictCode.LATER_IN_ORDER;
    }

    private static Problem noTarget(PlanInputs inputs) {
        boolean allDrained = inputs.nodes().stream()
                .filter(node -> node.standing() != Standing.NOT_CONFIGURED)
                .allMatch(NodeInputs::drained);
        String why = inputs.nodes().stream().map(Placer::state).collect(Collectors.joining(", "));
        return Problem.unavailable(
                (allDrained ? PlanReason.ALL_DRAINED : PlanReason.NO_TARGET).code(), "no node can take files: " + why);
    }

    private static Problem full(String node, PlanInputs inputs, long sizeBytes) {
        String rooms = inputs.nodes().stream()
                .filter(each -> each.eligible() && each.roomBytes() != null)
                .map(each ->
                        each.node() + " has " + Unit.bytes(each.roomBytes()).en())
                .collect(Collectors.joining(", "));
        return new Problem(
                507,
                PlanReason.TARGET_FULL.code(),
                Unit.bytes(sizeBytes).en() + " have no room on " + node + " beside the uploads under way: " + rooms,
                null,
                null,
                null);
    }

    /** What stands against a node, in words. */
    private static String state(NodeInputs node) {
        if (node.drained()) {
            return node.node() + " is drained";
        }
        if (node.standing() != Standing.UP) {
            return node.node() + " is " + node.standing().english();
        }
        return node.storage()
                ? node.node() + " is up"
                : "the storage of " + node.node() + " takes no files: "
                        + node.storageWhy().en();
    }

    private static String known(PlanInputs inputs) {
        return inputs.nodes().stream()
                .filter(node -> node.standing() != Standing.NOT_CONFIGURED)
                .map(NodeInputs::node)
                .collect(Collectors.joining(", ", "one of ", ""));
    }

    private static ProblemException refused(Problem problem) {
        return problem.asException();
    }
}
