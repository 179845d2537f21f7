package io.conclave.kv.log;

/**
 * Where in the log a primary's term begins.
 *
 * @param epoch the term's
 * @param firstPosition of its first record
 */
public record EpochStart(long epoch, long firstPosition) {}
