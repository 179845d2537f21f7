package io.conclave.scheduler;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes plans: takes the {@link Simulation}'s next step as long as there is one and the batch allows it, and has the
 * first one {@link Explanation explained}. The same inputs give the same plan. Costs O(moves · nodes log nodes) and,
 * for the explanation, one step a node; never depends on the number of files.
 */
final class Planner {

    /** The most moves of one plan, also where as many are wanted as balance needs: the next plan has the rest. */
    static final int MOST_MOVES = 1_000;

    private final Strategies strategies;

    Planner(Strategies strategies) {
        this.strategies = strategies;
    }

    /**
     * @param inputs what is known, the files aside
     * @param files where candidates are read from; the live index, or the inputs of a stored plan
     */
    PlannedPlan plan(PlanInputs inputs, NewestFiles files) {
        Strategy strategy = strategies.of(inputs.strategy());
        CandidateReading candidates = new CandidateReading(inputs.nodes(), files);
        Simulation loads = new Simulation(inputs, strategy, candidates);
        Step first = loads.next();
        List<PlannedMove> moves = moves(inputs, candidates, new Simulation(inputs, strategy, candidates), first);
        Explanation explanation = new Explanation(new Considered(inputs, strategy, candidates, loads, first));
        Plan plan = plan(inputs, loads, first, moves, explanation);
        return new PlannedPlan(inputs.withNodes(candidates.nodes()), plan);
    }

    private static List<PlannedMove> moves(
            PlanInputs inputs, CandidateReading candidates, Simulation loads, Step first) {
        int most = inputs.batch() == 0 ? MOST_MOVES : Math.min(inputs.batch(), MOST_MOVES);
        List<PlannedMove> moves = new ArrayList<>();
        Step step = first;
        while (step.moves()) {
            PlanFile file = step.file();
            moves.add(new PlannedMove(
                    file.id(),
                    file.name(),
                    file.sizeBytes(),
                    inputs.nodes().get(step.source()).node(),
                    inputs.nodes().get(step.target()).node(),
                    step.reason()));
            if (moves.size() == most) {
                break;
            }
            loads.apply(step);
            step = loads.next();
        }
        return moves;
    }

    private static Plan plan(
            PlanInputs inputs, Simulation loads, Step first, List<PlannedMove> moves, Explanation explanation) {
        Map<String, Long> files = new LinkedHashMap<>();
        Map<String, Long> bytes = new LinkedHashMap<>();
        Map<String, Double> weighed = new LinkedHashMap<>();
        Map<String, NodeDrain> states = new LinkedHashMap<>();
        List<String> drained = new ArrayList<>();
        long total = 0;
        for (int index = 0; index < inputs.nodes().size(); index++) {
            NodeInputs node = inputs.nodes().get(index);
            files.put(node.node(), node.files());
            bytes.put(node.node(), node.bytes());
            weighed.put(node.node(), loads.load(index));
            states.put(
                    node.node(),
                    new NodeDrain(
                            node.drained(),
                            node.drainReason(),
                            node.drainedAt(),
                            node.standing() == Standing.UP && node.storage()));
            total += node.files();
            if (node.drained()) {
                drained.add(node.node());
            }
        }
        var message = explanation.message(moves.size());
        return new Plan(
                "",
                "",
                Instant.EPOCH,
                files,
                bytes,
                weighed,
                name(inputs, first.source()),
                name(inputs, first.target()),
                candidate(inputs, first, explanation),
                first.delta(),
                inputs.threshold(),
                total,
                drained,
                states,
                !moves.isEmpty(),
                first.reason(),
                message.en(),
                message.zh(),
                inputs.strategy(),
                inputs.batch(),
                inputs.enabled(),
                moves,
                explanation.nodes());
    }

    private static Candidate candidate(PlanInputs inputs, Step first, Explanation explanation) {
        PlanFile file = first.file();
        return file == null
                ? null
                : new Candidate(
                        file.id(),
                        file.name(),
                        file.sizeBytes(),
                        file.createdAt(),
                        name(inputs, first.source()),
                        explanation.file());
    }

    private static String name(PlanInputs inputs, int index) {
        return index < 0 ? null : inputs.nodes().get(index).node();
    }
}
