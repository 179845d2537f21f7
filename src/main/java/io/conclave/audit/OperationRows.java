package io.conclave.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.bus.Json;
import io.conclave.store.OperationRow;
import java.util.Locale;

/** Turns operations into rows of the database and back. */
final class OperationRows {

    private OperationRows() {}

    static OperationRow toRow(Operation operation) {
        return new OperationRow(
                operation.id(),
                operation.timestamp(),
                operation.actor(),
                operation.action().code(),
                operation.node(),
                operation.status().code(),
                text(operation.details()),
                text(operation.beforeMetrics()),
                text(operation.afterMetrics()));
    }

    static Operation toOperation(OperationRow row) {
        return new Operation(
                row.id(),
                row.timestamp(),
                row.actor(),
                Action.valueOf(row.action().toUpperCase(Locale.ROOT)),
                row.node(),
                OperationStatus.valueOf(row.status().toUpperCase(Locale.ROOT)),
                tree(row.details()),
                tree(row.beforeMetrics()),
                tree(row.afterMetrics()));
    }

    private static String text(JsonNode tree) {
        return tree == null ? null : tree.toString();
    }

    private static JsonNode tree(String text) {
        return text == null ? null : Json.parse(text);
    }
}
