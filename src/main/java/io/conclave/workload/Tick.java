package io.conclave.workload;

/**
 * Run one tick of demo traffic now, whether or not it is switched on.
 *
 * @param actor who asks
 */
public record Tick(String actor) {}
