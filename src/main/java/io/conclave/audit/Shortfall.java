package io.conclave.audit;

import io.conclave.bus.Sentence;
import java.util.Map;

/**
 * What is missing.
 *
 * @param reason in one word
 * @param facts what its sentence is filled with
 */
record Shortfall(MeasureReason reason, Map<String, String> facts) {

    Shortfall {
        facts = Map.copyOf(facts);
    }

    /** Names and values in turn. */
    static Shortfall of(MeasureReason reason, String... facts) {
        Map<String, String> named = new java.util.HashMap<>();
        for (int i = 0; i < facts.length; i += 2) {
            named.put(facts[i], facts[i + 1]);
        }
        return new Shortfall(reason, named);
    }

    /** In words. */
    Sentence sentence() {
        return Sentence.of(reason, facts);
    }
}
