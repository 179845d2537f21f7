package io.conclave.scheduler;

import java.util.List;

/**
 * A page of decisions.
 *
 * @param decisions newest first
 * @param nextBefore what to pass for the next page, or null where this was the last
 */
public record DecisionPage(List<Decision> decisions, Long nextBefore) {
    public DecisionPage {
        decisions = List.copyOf(decisions);
    }
}
