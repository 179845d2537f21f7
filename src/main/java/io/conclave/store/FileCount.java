package io.conclave.store;

/**
 * How many files there are of a kind.
 *
 * @param count how many were found
 * @param exact whether those are all; otherwise there are at least so many
 */
public record FileCount(long count, boolean exact) {}
