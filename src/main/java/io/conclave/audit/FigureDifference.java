package io.conclave.audit;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One figure before an operation, when the ensemble had settled, and a minute later.
 *
 * @param node of which node, or null where it is of the ensemble
 * @param figure its name in the metrics
 * @param before its value before, JSON null where it was not known
 * @param settled its value when settled, JSON null where it was not known, null where nothing was measured
 * @param later its value a minute later, as above
 * @param settledChanged whether it was another when settled
 * @param laterChanged whether it was another a minute later
 * @param settledDelta what it had grown by when settled, or null where it is no number
 * @param laterDelta what it had grown by a minute later, or null where it is no number
 */
public record FigureDifference(
        String node,
        String figure,
        JsonNode before,
        JsonNode settled,
        JsonNode later,
        boolean settledChanged,
        boolean laterChanged,
        Double settledDelta,
        Double laterDelta) {}
