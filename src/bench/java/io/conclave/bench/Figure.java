package io.conclave.bench;

import java.util.List;

/**
 * One result of the suite.
 *
 * @param name what was measured, unique in the suite
 * @param ours what the product reached
 * @param peer what it is compared with, measured in the same run
 * @param ratio ours to the peer's, over the rounds of the run
 * @param goals what it should reach; empty where it is there to be compared with earlier runs
 */
public record Figure(String name, Quantity ours, Quantity peer, Spread ratio, List<Goal> goals) {

    public Figure {
        goals = List.copyOf(goals);
    }

    /** Whether all goals are reached. */
    boolean meetsGoals() {
        return goals.stream().allMatch(goal -> goal.isMetBy(this));
    }
}
