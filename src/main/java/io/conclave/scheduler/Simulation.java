package io.conclave.scheduler;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The loads of all nodes while a plan is made: says which move is next, and what the loads are after it. A step costs
 * O(nodes log nodes), whatever the number of files.
 *
 * <p>Why it ends, and never goes in circles. Let a node hold h (files or bytes) and have weight w, so that its load is
 * h/w. A balancing move of cost c from s to t is allowed only where it narrows their difference: {@code load(s) -
 * load(t) > c (1/w(s) + 1/w(t)) / 2}, which is the same as saying that the sum over all nodes of h²/w falls. That sum
 * is the spread: it falls with every balancing move, so no state comes back, and there are finitely many. A drain takes
 * files off drained nodes, to which nothing ever goes.
 *
 * <p>A down node can be a source: the bytes are on this host's disk, not in the server, and getting them off a dead
 * node is what one wants. A node whose storage does not answer can not.
 *
 * <p>Among the files of the source the newest is taken that does for some target; {@value #LOOKED_AT} are looked at.
 * The source is always the fullest, also where none of those would do while a less full node had one that did.
 */
final class Simulation {

    /** How many of a source's newest files are looked at before it counts as having no candidate. */
    static final int LOOKED_AT = 32;

    /** Keeps rounding from making a move out of a difference that is exactly at the limit. */
    private static final double ROUNDING = 1e-9;

    private final PlanInputs inputs;
    private final Strategy strategy;
    private final CandidateReading candidates;
    private final List<String> names;
    private final double[] weights;
    private final double[] loads;
    private final long[] files;
    private final long[] bytes;
    private final long[] promised;
    private final BitSet[] taken;

    Simulation(PlanInputs inputs, Strategy strategy, CandidateReading candidates) {
        int size = inputs.nodes().size();
        this.inputs = inputs;
        this.strategy = strategy;
        this.candidates = candidates;
        this.names = inputs.nodes().stream().map(NodeInputs::node).toList();
        this.weights = strategy.weights(inputs.nodes());
        this.loads = new double[size];
        this.files = new long[size];
        this.bytes = new long[size];
        this.promised = new long[size];
        this.taken = new BitSet[size];
        for (int node = 0; node < size; node++) {
            files[node] = inputs.nodes().get(node).files();
            bytes[node] = inputs.nodes().get(node).bytes();
            taken[node] = new BitSet();
            weigh(node);
        }
    }

    double load(int node) {
        return loads[node];
    }

    double weight(int node) {
        return weights[node];
    }

    /** What to do next; changes nothing. */
    Step next() {
        if (inputs.nodes().stream().allMatch(NodeInputs::drained)) {
            return Step.stop(PlanReason.ALL_DRAINED, fullest(true));
        }
        int drained = fullest(true);
        int source = drained >= 0 ? drained : fullest(false);
        if (source < 0) {
            int unreachable = fullestWithoutStorage();
            return unreachable < 0 ? Step.stop(PlanReason.NO_FILES, -1) : Step.blockedBy(unreachable, -1);
        }
        List<Target> targets = targets(source);
        return targets.isEmpty() ? withoutTarget(source) : between(source, targets);
    }

    /** Moves the step's file. */
    void apply(Step step) {
        long size = step.file().sizeBytes();
        files[step.source()]--;
        bytes[step.source()] -= size;
        files[step.target()]++;
        bytes[step.target()] += size;
        promised[step.target()] += size;
        taken[step.source()].set(step.rank());
        weigh(step.source());
        weigh(step.target());
    }

    /** The nodes that files of this source may go to, least loaded first. */
    List<Target> targets(int source) {
        List<Target> targets = new ArrayList<>(names.size());
        for (int node = 0; node < names.size(); node++) {
            if (node != source && inputs.nodes().get(node).eligible()) {
                targets.add(new Target(node, names.get(node), loads[node]));
            }
        }
        targets.sort(null);
        return targets;
    }

    /** Whether the file has room on the node, beside those that this plan already sends there. */
    boolean fits(PlanFile file, int node) {
        return inputs.nodes().get(node).hasRoomFor(promised[node] + file.sizeBytes());
    }

    /** Whether the move brings the two loads nearer to each other. */
    boolean narrows(PlanFile file, int source, int target) {
        double overshoot = strategy.cost(file.sizeBytes()) * (1 / weights[source] + 1 / weights[target]) / 2;
        double delta = loads[source] - loads[target];
        return overshoot > 0 && delta > overshoot * (1 + ROUNDING);
    }

    private void weigh(int node) {
        loads[node] = strategy.held(files[node], bytes[node]) / weights[node];
    }

    private int fullest(boolean drained) {
        int fullest = -1;
        for (int node = 0; node < names.size(); node++) {
            NodeInputs each = inputs.nodes().get(node);
            if (files[node] > 0 && each.storage() && each.drained() == drained && isFuller(node, fullest)) {
                fullest = node;
            }
        }
        return fullest;
    }

    private int fullestWithoutStorage() {
        int fullest = -1;
        for (int node = 0; node < names.size(); node++) {
            if (files[node] > 0 && !inputs.nodes().get(node).storage() && isFuller(node, fullest)) {
                fullest = node;
            }
        }
        return fullest;
    }

    private boolean isFuller(int node, int than) {
        if (than < 0 || loads[node] > loads[than]) {
            return true;
        }
        return loads[node] == loads[than] && names.get(node).compareTo(names.get(than)) < 0;
    }

    private Step withoutTarget(int source) {
        if (inputs.nodes().get(source).eligible()) {
            return Step.stop(PlanReason.SINGLE_TARGET, source);
        }
        for (int node = 0; node < names.size(); node++) {
            NodeInputs each = inputs.nodes().get(node);
            if (node != source && !each.drained() && each.standing() == Standing.UP) {
                return Step.blockedBy(node, source);
            }
        }
        return Step.stop(PlanReason.NO_TARGET, source);
    }

    private Step between(int source, List<Target> targets) {
        boolean drain = inputs.nodes().get(source).drained();
        Target least = targets.get(0);
        double widest = loads[source] - least.load();
        int first = taken[source].nextClearBit(0);
        PlanFile newest = candidates.at(source, first);
        if (!drain && widest < inputs.threshold()) {
            return new Step(PlanReason.BELOW_THRESHOLD, source, least.index(), newest, first, 0, widest, -1);
        }
        Step full = null;
        PlanFile file = newest;
        int rank = first;
        for (int looked = 0; file != null && looked < LOOKED_AT; looked++) {
            for (Target target : strategy.preference(file.id(), targets, names, inputs.threshold())) {
                double delta = loads[source] - target.load();
                if (!drain && (delta < inputs.threshold() || !narrows(file, source, target.index()))) {
                    continue;
                }
                if (fits(file, target.index())) {
                    PlanReason reason = drain ? PlanReason.DRAIN : PlanReason.MIGRATE;
                    return new Step(reason, source, target.index(), file, rank, looked, delta, -1);
                }
                if (full == null) {
                    full = new Step(PlanReason.TARGET_FULL, source, target.index(), file, rank, looked, delta, -1);
                }
            }
            rank = taken[source].nextClearBit(rank + 1);
            file = candidates.at(source, rank);
        }
        return full != null
                ? full
                : new Step(PlanReason.NO_CANDIDATE, source, least.index(), newest, first, 0, widest, -1);
    }
}
