package io.conclave.scheduler;

/**
 * How long one plan took.
 *
 * @param nanos of computing
 * @param reason what came out
 */
public record PlanTiming(long nanos, PlanReason reason) {}
