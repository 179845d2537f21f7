package io.conclave.audit;

import java.util.List;

/**
 * One operation and what changed with it.
 *
 * @param operation the row
 * @param difference every figure before, when settled and a minute later; empty where nothing was measured before
 */
public record OperationDetail(Operation operation, List<FigureDifference> difference) {
    public OperationDetail {
        difference = List.copyOf(difference);
    }

    static OperationDetail of(Operation operation) {
        return new OperationDetail(
                operation,
                operation.beforeMetrics() == null
                        ? List.of()
                        : Differences.between(
                                operation.beforeMetrics(), metrics(operation.settled()), metrics(operation.later())));
    }

    private static com.fasterxml.jackson.databind.JsonNode metrics(Measured measured) {
        return measured == null ? null : measured.metrics();
    }
}
