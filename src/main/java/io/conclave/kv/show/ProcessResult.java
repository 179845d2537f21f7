package io.conclave.kv.show;

import io.conclave.audit.Action;

/**
 * What was done.
 *
 * @param process to which
 * @param action what
 * @param operationId its row in the audit trail
 * @param durationMs how long it took, until the process was in its new state
 */
public record ProcessResult(String process, Action action, long operationId, long durationMs) {}
