package io.conclave.bench;

/**
 * One result of the suite.
 *
 * @param name what was measured, unique in the suite
 * @param ours what the product reached
 * @param peer what it is compared with, measured in the same run
 * @param ratio ours to the peer's, over the rounds of the run
 * @param goal what it should reach
 */
public record Figure(String name, Quantity ours, Quantity peer, Spread ratio, Goal goal) {

    /** Whether the goal is reached; true where there is none. */
    public boolean isGoalMet() {
        return goal.isMetBy(this);
    }
}
