package io.conclave.web.rest;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.audit.Measured;
import io.conclave.audit.Operation;
import io.conclave.bus.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** How the audit trail is written to a file. */
enum ExportFormat {
    /** A header and a line an operation; what is JSON in the trail is JSON in its cell. */
    CSV("text/csv; charset=utf-8; header=present") {
        @Override
        String head() {
            return Csv.line(COLUMNS);
        }

        @Override
        String rows(List<Operation> operations, boolean first) {
            StringBuilder lines = new StringBuilder();
            operations.forEach(operation -> lines.append(Csv.line(cells(operation))));
            return lines.toString();
        }

        @Override
        String tail() {
            return "";
        }
    },
    /** One array of the operations as REST has them. */
    JSON("application/json") {
        @Override
        String head() {
            return "[";
        }

        @Override
        String rows(List<Operation> operations, boolean first) {
            StringBuilder rows = new StringBuilder();
            for (Operation operation : operations) {
                rows.append(first && rows.isEmpty() ? "\n" : ",\n").append(Json.encode(operation));
            }
            return rows.toString();
        }

        @Override
        String tail() {
            return "\n]\n";
        }
    };

    private static final List<String> COLUMNS = List.of(
            "id",
            "timestamp",
            "endedAt",
            "durationMs",
            "actor",
            "action",
            "node",
            "status",
            "details",
            "beforeMetrics",
            "afterMetrics",
            "settled",
            "recoverMs",
            "settledAt",
            "settledReason",
            "settledMetrics",
            "later",
            "laterAt",
            "laterReason",
            "laterMetrics");

    private final String mediaType;

    ExportFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    /** The name in the query and the file's ending. */
    @JsonValue
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    String mediaType() {
        return mediaType;
    }

    /** What comes before all rows. */
    abstract String head();

    /**
     * Some rows.
     *
     * @param first whether none came before them
     */
    abstract String rows(List<Operation> operations, boolean first);

    /** What comes after all rows. */
    abstract String tail();

    private static List<String> cells(Operation operation) {
        List<String> cells = new ArrayList<>(COLUMNS.size());
        JsonNode row = Json.tree(operation);
        COLUMNS.subList(0, COLUMNS.indexOf("settled")).forEach(column -> cells.add(text(row.get(column))));
        cells.addAll(measured(operation.settled(), true));
        cells.addAll(measured(operation.later(), false));
        return cells;
    }

    private static List<String> measured(Measured measured, boolean isSettling) {
        if (measured == null) {
            return Collections.nCopies(isSettling ? 5 : 4, null);
        }
        JsonNode row = Json.tree(measured);
        List<String> cells = new ArrayList<>();
        cells.add(text(row.get("state")));
        if (isSettling) {
            cells.add(text(row.get("recoverMs")));
        }
        cells.add(text(row.get("at")));
        cells.add(measured.sentence() == null ? null : measured.sentence().en());
        cells.add(text(row.get("metrics")));
        return cells;
    }

    private static String text(JsonNode value) {
        if (value == null || value.isNull()) {
            return null;
        }
        return value.isValueNode() ? value.asText() : value.toString();
    }
}
