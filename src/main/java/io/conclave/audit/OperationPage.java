package io.conclave.audit;

import java.util.List;

/**
 * A page of the trail.
 *
 * @param operations newest first
 * @param nextBefore what to pass as {@code before} for the next page, or null where this was the last
 */
public record OperationPage(List<Operation> operations, Long nextBefore) {
    public OperationPage {
        operations = List.copyOf(operations);
    }
}
