package io.conclave.store;

/**
 * How many operations there are of one kind.
 *
 * @param action code of the action
 * @param status code of how they stand
 * @param count how many
 */
public record OperationCount(String action, String status, long count) {}
