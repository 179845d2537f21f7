package io.conclave.scheduler;

/**
 * Change settings; what is null stays as it is.
 *
 * @param interval seconds, 1 to 3600
 * @param threshold 1 to 1,000,000,000
 * @param batch {@code auto}, or 1 to 1000
 * @param strategy code of a strategy
 * @param enabled whether rounds run by themselves
 * @param actor who asks
 */
public record ChangeScheduler(
        Long interval, Integer threshold, String batch, String strategy, Boolean enabled, String actor) {}
