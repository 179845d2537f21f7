package io.conclave.scheduler;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds what would have to be otherwise for a node to be treated otherwise. Nothing is derived: the step is computed
 * once more with the changed inputs, and only what then comes true is said. Costs one step a node at the most.
 */
final class Counterfactuals {

    /** The largest threshold that can be set. */
    private static final double MOST = 1_000_000_000;

    private final Considered considered;
    private final PlanInputs inputs;
    private final Step first;

    Counterfactuals(Considered considered) {
        this.considered = considered;
        this.inputs = considered.inputs();
        this.first = considered.first();
    }

    /** For this node, or null where nothing that was tried would change its verdict. */
    Counterfactual of(int node) {
        return switch (considered.code(node)) {
            case SOURCE_FULLEST, SOURCE_DRAINED -> ofMoving();
            case TARGET_LEAST_LOADED -> overtaken(node);
            case NOT_LEAST_LOADED -> overtaking(node);
            case NO_ROOM -> tried(Outcome.IS_TARGET, node, moreRoom(node));
            case AFTER_THE_DRAIN -> tried(Outcome.IS_SOURCE, node, new Condition(Change.NO_DRAINED_FILES, -1, 0));
            case DRAINED, DRAINED_EMPTY, NODE_DOWN, STORAGE_UNAVAILABLE -> eligible(node);
            case TARGET_FIRST_THAT_DOES, LATER_IN_ORDER, WOULD_NOT_NARROW, READY -> null;
        };
    }

    /** For the source, and so for the candidate: when it would stay, or when it would go. */
    Counterfactual ofMoving() {
        int source = first.source();
        return switch (first.reason()) {
            case MIGRATE -> atLeast(source);
            case DRAIN -> tried(Outcome.STAYS, source, new Condition(Change.NOT_DRAINED, source, 0));
            case BELOW_THRESHOLD -> {
                Counterfactual lower = atMost(source);
                yield lower != null ? lower : withMore(source);
            }
            case NO_CANDIDATE -> withMore(source);
            case TARGET_FULL -> tried(Outcome.MOVES, source, moreRoom(first.target()));
            default -> null;
        };
    }

    private Counterfactual atLeast(int source) {
        double widest = considered.loads().load(source)
                - considered.loads().targets(source).get(0).load();
        double limit = Math.floor(widest) + 1;
        return limit > MOST
                ? null
                : tried(Outcome.STAYS, source, new Condition(Change.THRESHOLD_AT_LEAST, -1, (long) limit));
    }

    private Counterfactual atMost(int source) {
        double limit = Math.floor(first.delta());
        return limit < 1
                ? null
                : tried(Outcome.MOVES, source, new Condition(Change.THRESHOLD_AT_MOST, -1, (long) limit));
    }

    private Counterfactual withMore(int source) {
        double missing =
                (inputs.threshold() - first.delta()) * considered.loads().weight(source);
        long more = Math.max(1, (long) Math.ceil(missing));
        return tried(Outcome.MOVES, source, new Condition(Change.HOLDS_MORE, source, more));
    }

    /** How much more the target would have to hold for the next one to take its place. */
    private Counterfactual overtaken(int node) {
        List<Target> targets = considered.loads().targets(first.source());
        if (targets.size() < 2) {
            return null;
        }
        Target next = targets.get(1);
        boolean loses = next.node().compareTo(considered.name(node)) < 0;
        long more = amount(next.load() - considered.loads().load(node), node, loses);
        return tried(Outcome.IS_NO_TARGET, node, new Condition(Change.HOLDS_MORE, node, more));
    }

    /** How much less a node would have to hold to take the target's place. */
    private Counterfactual overtaking(int node) {
        boolean wins = considered.name(node).compareTo(considered.name(first.target())) < 0;
        double ahead = considered.loads().load(node) - considered.loads().load(first.target());
        long less = amount(ahead, node, wins);
        NodeInputs now = considered.node(node);
        return less > considered.strategy().held(now.files(), now.bytes())
                ? null
                : tried(Outcome.IS_TARGET, node, new Condition(Change.HOLDS_LESS, node, less));
    }

    /** The fewest files or bytes that make up a difference in load; one more where being level is not enough. */
    private long amount(double difference, int node, boolean levelIsEnough) {
        double exact = difference * considered.loads().weight(node);
        long amount = (long) Math.ceil(exact);
        return Math.max(1, amount == exact && !levelIsEnough ? amount + 1 : amount);
    }

    private Condition moreRoom(int node) {
        long missing = first.file().sizeBytes() - considered.node(node).roomBytes();
        return new Condition(Change.MORE_ROOM, node, missing);
    }

    private Counterfactual eligible(int index) {
        NodeInputs node = considered.node(index);
        List<Condition> conditions = new ArrayList<>();
        if (node.drained()) {
            conditions.add(new Condition(Change.NOT_DRAINED, index, 0));
        }
        if (node.standing() != Standing.UP) {
            conditions.add(new Condition(Change.UP, index, 0));
        }
        if (!node.storage()) {
            conditions.add(new Condition(Change.STORAGE_ANSWERS, index, 0));
        }
        Condition[] all = conditions.toArray(Condition[]::new);
        Counterfactual asTarget = tried(Outcome.IS_TARGET, index, all);
        return asTarget != null ? asTarget : tried(Outcome.TAKES_FILES, index, all);
    }

    /** The counterfactual, where it comes true. */
    private Counterfactual tried(Outcome outcome, int node, Condition... conditions) {
        PlanInputs otherwise = inputs;
        for (Condition condition : conditions) {
            otherwise = condition.in(otherwise, considered.strategy().unit());
        }
        Step step = new Simulation(otherwise, considered.strategy(), considered.candidates()).next();
        return outcome.holds(step, node) ? new Counterfactual(outcome, List.of(conditions)) : null;
    }
}
