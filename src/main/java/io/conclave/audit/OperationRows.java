package io.conclave.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.bus.Json;
import io.conclave.store.OperationMeasureRow;
import io.conclave.store.OperationRow;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Turns operations into rows of the database and back. */
final class OperationRows {

    private OperationRows() {}

    static Operation toOperation(OperationRow row) {
        Action action = Action.valueOf(row.action().toUpperCase(Locale.ROOT));
        OperationStatus status = OperationStatus.valueOf(row.status().toUpperCase(Locale.ROOT));
        boolean followed = Operation.isFollowed(action, status, row.endedAt());
        return new Operation(
                row.id(),
                row.timestamp(),
                row.actor(),
                action,
                row.node(),
                status,
                tree(row.details()),
                tree(row.beforeMetrics()),
                tree(row.afterMetrics()),
                row.endedAt(),
                row.durationMs(),
                measured(row.settled(), followed),
                measured(row.later(), followed));
    }

    private static Measured measured(OperationMeasureRow row, boolean followed) {
        if (row == null) {
            return followed ? Measured.PENDING : null;
        }
        return new Outcome(
                        MeasureState.valueOf(row.state().toUpperCase(Locale.ROOT)),
                        row.at(),
                        row.recoverMs(),
                        shortfall(row),
                        tree(row.metrics()))
                .toMeasured();
    }

    private static Shortfall shortfall(OperationMeasureRow row) {
        if (row.reason() == null) {
            return null;
        }
        Map<String, String> facts = new HashMap<>();
        tree(row.facts())
                .properties()
                .forEach(fact -> facts.put(fact.getKey(), fact.getValue().asText()));
        return new Shortfall(MeasureReason.valueOf(row.reason().toUpperCase(Locale.ROOT)), facts);
    }

    static OperationMeasureRow toRow(long operationId, String kind, Outcome outcome) {
        Shortfall shortfall = outcome.shortfall();
        return new OperationMeasureRow(
                operationId,
                kind,
                outcome.state().code(),
                outcome.at(),
                outcome.recoverMs(),
                shortfall == null ? null : shortfall.reason().code(),
                shortfall == null ? null : Json.encode(shortfall.facts()),
                text(outcome.metrics()));
    }

    /** The row of what is only now written down. */
    static OperationRow newRow(
            Instant began,
            String actor,
            Action action,
            String node,
            OperationStatus status,
            JsonNode details,
            JsonNode beforeMetrics,
            Instant endedAt,
            Long durationMs) {
        return new OperationRow(
                0,
                began,
                actor,
                action.code(),
                node,
                status.code(),
                text(details),
                text(beforeMetrics),
                null,
                endedAt,
                durationMs,
                null,
                null);
    }

    static String text(JsonNode tree) {
        return tree == null ? null : tree.toString();
    }

    private static JsonNode tree(String text) {
        return text == null ? null : Json.parse(text);
    }
}
