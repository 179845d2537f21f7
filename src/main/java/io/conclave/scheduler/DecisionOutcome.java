package io.conclave.scheduler;

/**
 * What became of a decision; all 0 where it was not run.
 *
 * @param moved files that are where it wanted them
 * @param failed moves that were rolled back
 * @param underWay moves that are not over yet
 */
public record DecisionOutcome(int moved, int failed, int underWay) {}
