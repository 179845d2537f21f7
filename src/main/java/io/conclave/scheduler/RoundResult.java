package io.conclave.scheduler;

import java.util.List;

/**
 * What a round did.
 *
 * @param executed whether anything moved
 * @param before the plan that was run
 * @param after the plan that holds now
 * @param moved how many files moved
 * @param failed for each move that did not happen, why
 */
public record RoundResult(boolean executed, Plan before, Plan after, int moved, List<String> failed) {
    public RoundResult {
        failed = List.copyOf(failed);
    }
}
