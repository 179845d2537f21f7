package io.conclave.audit;

/**
 * Asks for a page of the trail, newest first.
 *
 * @param limit rows a page, 1 to 500
 * @param before only rows with a smaller id, or null for the newest
 * @param action only this action, or null
 * @param node only this node, or null
 * @param status only this status, or null
 */
public record ListOperations(int limit, Long before, Action action, String node, OperationStatus status) {}
