package io.conclave.scheduler;

/**
 * Compute a stored decision again from its stored inputs.
 *
 * @param planId which
 */
public record ReplayDecision(String planId) {}
