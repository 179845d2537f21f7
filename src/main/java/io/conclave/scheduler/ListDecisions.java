package io.conclave.scheduler;

/**
 * Asks for stored decisions, newest first.
 *
 * @param limit 1 to 200
 * @param before only those of smaller number, or null
 */
public record ListDecisions(int limit, Long before) {}
