package io.conclave.scheduler;

/**
 * A past decision beside what the planner makes of the same inputs today.
 *
 * @param decision as it was stored
 * @param plan as it comes out now
 * @param same whether moves, reason and verdicts agree
 */
public record Replay(Decision decision, Plan plan, boolean same) {}
