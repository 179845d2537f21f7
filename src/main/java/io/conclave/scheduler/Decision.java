package io.conclave.scheduler;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * A stored decision, with all that is needed to reach it again.
 *
 * @param planId of which plan
 * @param at when
 * @param inputHash over the inputs
 * @param inputs what it was computed from
 * @param plan what came out
 * @param outcome what became of it
 */
public record Decision(
        String planId, Instant at, String inputHash, JsonNode inputs, JsonNode plan, DecisionOutcome outcome) {}
