package io.conclave.scheduler;

import io.conclave.bus.Reason;
import io.conclave.bus.Sentence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Says in words why a plan does what it does: of the whole, of every node and of the candidate. */
final class Explanation {

    private final Considered considered;
    private final Counterfactuals counterfactuals;
    private final Step first;
    private final Unit unit;

    Explanation(Considered considered) {
        this.considered = considered;
        this.counterfactuals = new Counterfactuals(considered);
        this.first = considered.first();
        this.unit = considered.strategy().unit();
    }

    /**
     * The plan's reason in words.
     *
     * @param moves how many files the plan moves
     */
    Sentence message(int moves) {
        Map<String, Object> values = values();
        values.put("delta", unit.text(first.delta()));
        values.put("threshold", unit.text(considered.inputs().threshold()));
        if (first.source() >= 0) {
            values.put("count", Unit.FILES.text(considered.node(first.source()).files()));
        }
        if (first.file() != null && moves > 1) {
            values.put("name", several(first.file().name(), moves));
        }
        if (first.reason() == PlanReason.TARGET_FULL) {
            values.put("size", Unit.bytes(first.file().sizeBytes()));
            values.put("room", Unit.bytes(considered.node(first.target()).roomBytes()));
        }
        return Sentence.of(first.reason(), values);
    }

    /** One verdict a node, in the order of the inputs. */
    List<NodeVerdict> nodes() {
        int size = considered.inputs().nodes().size();
        List<NodeVerdict> verdicts = new ArrayList<>(size);
        for (int node = 0; node < size; node++) {
            verdicts.add(node(node));
        }
        return verdicts;
    }

    private NodeVerdict node(int node) {
        VerdictCode code = considered.code(node);
        Measure measure = measureOf(node, code);
        Map<String, Object> values = values();
        values.put("node", considered.name(node));
        values.put("state", Sentence.of(considered.node(node).standing()));
        values.put("why", considered.node(node).storageWhy());
        Sentence sentence = measure.in(code, values);
        Sentence otherwise = words(counterfactuals.of(node), node);
        return new NodeVerdict(
                considered.name(node),
                node == first.source() ? "source" : node == first.target() ? "target" : "none",
                code,
                code.rule(),
                measure.value(),
                measure.limit(),
                measure.unit() == null ? null : measure.unit().code(),
                sentence.en(),
                sentence.zh(),
                otherwise.en(),
                otherwise.zh());
    }

    private Measure measureOf(int node, VerdictCode code) {
        double load = considered.loads().load(node);
        return switch (code) {
            case SOURCE_FULLEST, TARGET_LEAST_LOADED, TARGET_FIRST_THAT_DOES, AFTER_THE_DRAIN, LATER_IN_ORDER ->
                new Measure(load, null, unit);
            case NOT_LEAST_LOADED -> new Measure(load, considered.loads().load(first.target()), unit);
            case WOULD_NOT_NARROW -> new Measure(load, considered.loads().load(first.source()), unit);
            case SOURCE_DRAINED -> new Measure((double) considered.node(node).files(), 0.0, Unit.FILES);
            case NO_ROOM ->
                new Measure(
                        (double) considered.node(node).roomBytes(),
                        (double) first.file().sizeBytes(),
                        Unit.BYTES);
            case DRAINED, DRAINED_EMPTY, NODE_DOWN, STORAGE_UNAVAILABLE, READY -> Measure.NONE;
        };
    }

    /** The verdict on the candidate; null where there is none. */
    FileVerdict file() {
        if (first.file() == null) {
            return null;
        }
        FileVerdictCode code = considered.fileCode();
        Measure measure = measureOf(first.file(), code);
        Map<String, Object> values = values();
        values.put("count", first.passedOver());
        Sentence sentence = measure.in(code, values);
        Sentence otherwise = words(counterfactuals.ofMoving(), -1);
        return new FileVerdict(
                code,
                code.rule(),
                measure.value(),
                measure.limit(),
                measure.unit() == null ? null : measure.unit().code(),
                sentence.en(),
                sentence.zh(),
                otherwise.en(),
                otherwise.zh());
    }

    private Measure measureOf(PlanFile file, FileVerdictCode code) {
        return switch (code) {
            case TOO_LARGE ->
                new Measure(
                        (double) file.sizeBytes(),
                        (double) considered.node(first.target()).roomBytes(),
                        Unit.BYTES);
            case WOULD_NOT_NARROW ->
                new Measure(
                        considered.strategy().cost(file.sizeBytes())
                                / considered.loads().weight(first.source()),
                        first.delta(),
                        unit);
            case NEWEST, NEWEST_THAT_DOES, WAITS -> Measure.NONE;
        };
    }

    /** What every sentence may speak of. */
    private Map<String, Object> values() {
        Map<String, Object> values = new HashMap<>();
        values.put("strategy", considered.strategy().code());
        values.put("source", considered.name(first.source()));
        values.put("target", considered.name(first.target()));
        values.put("node", considered.name(first.blocked()));
        values.put(
                "why",
                first.blocked() < 0 ? null : considered.node(first.blocked()).storageWhy());
        values.put("name", first.file() == null ? null : first.file().name());
        return values;
    }

    private Sentence words(Counterfactual counterfactual, int it) {
        return counterfactual == null ? new Sentence(null, null) : counterfactual.text(considered.inputs(), unit, it);
    }

    private static Sentence several(String first, int moves) {
        return new Sentence(first + " and " + (moves - 1) + " more", first + " 等 " + moves + " 个文件");
    }

    /** What was looked at, and what it was held against; null where nothing was. */
    private record Measure(Double value, Double limit, Unit unit) {
        static final Measure NONE = new Measure(null, null, null);

        Sentence in(Reason reason, Map<String, Object> values) {
            if (value != null) {
                values.put("measured", unit.text(value));
            }
            if (limit != null) {
                values.put("limit", unit.text(limit));
            }
            return Sentence.of(reason, values);
        }
    }
}
