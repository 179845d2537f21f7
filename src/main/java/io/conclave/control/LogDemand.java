package io.conclave.control;

/**
 * Whether anybody watches the servers' logs.
 *
 * @param wanted true from the first viewer on, false when the last has left
 */
public record LogDemand(boolean wanted) {}
