package io.conclave.control;

import io.conclave.audit.Action;

/**
 * What was done.
 *
 * @param node to which
 * @param action what
 * @param operationId its row in the audit trail
 * @param durationMs how long it took, until the process was seen in its new state
 */
public record ControlResult(String node, Action action, long operationId, long durationMs) {}
