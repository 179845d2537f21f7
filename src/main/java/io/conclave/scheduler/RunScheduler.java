package io.conclave.scheduler;

/**
 * Run one round.
 *
 * @param planId the plan that was approved: exactly its moves are run, or 409 says what changed; null plans afresh
 * @param actor who asks
 */
public record RunScheduler(String planId, String actor) {}
