package io.conclave.scheduler;

import io.conclave.bus.Sentence;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What would come out if something were otherwise.
 *
 * @param outcome what
 * @param conditions what would have to be otherwise, all of it together
 */
record Counterfactual(Outcome outcome, List<Condition> conditions) {

    Counterfactual {
        conditions = List.copyOf(conditions);
    }

    /** Both in words: "would be the target if it were not drained". */
    Sentence text(PlanInputs inputs, Unit unit, int it) {
        List<Sentence> parts = conditions.stream()
                .map(condition -> condition.text(inputs, unit, it))
                .toList();
        return new Sentence(
                outcome.english() + " if " + parts.stream().map(Sentence::en).collect(Collectors.joining(" and ")),
                Sentence.chinese("若", inChinese(parts), "，", outcome.chinese()));
    }

    private static String inChinese(List<Sentence> parts) {
        return parts.stream()
                .map(Sentence::zh)
                .reduce((one, other) -> Sentence.chinese(one, "且", other))
                .orElse("");
    }
}
