package io.conclave.scheduler;

/**
 * The settings that can be changed while it runs.
 *
 * @param interval seconds between two rounds, 1 to 3600
 * @param threshold 1 to 1,000,000,000 (in the strategy's unit)
 * @param batch {@code auto}, or 1 to 1000 as a text
 * @param strategy code of the strategy
 * @param enabled whether rounds run by themselves
 */
public record SchedulerState(long interval, int threshold, String batch, String strategy, boolean enabled) {}
