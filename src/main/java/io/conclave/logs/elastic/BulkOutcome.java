package io.conclave.logs.elastic;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What became of each document of a request that Elasticsearch answered.
 *
 * @param written how many are new, or newer
 * @param repeated how many were there already
 * @param again those that it has no time or no room for at the moment
 * @param dropped why it will never take some others: a reason for each
 * @param obstacle what stands against all that would follow too, until somebody removes it
 */
record BulkOutcome(int written, int repeated, List<BulkItem> again, List<String> dropped, Optional<String> obstacle) {

    private static final int THERE_ALREADY = 409;
    private static final int TOO_MANY = 429;
    private static final int FAULT_OF_ITS_OWN = 500;

    /** Blocks end when somebody, or Elasticsearch itself, makes room on the disk. */
    private static final Set<String> PASSING =
            Set.of("cluster_block_exception", "es_rejected_execution_exception", "rejected_execution_exception");

    /** These say something of our rights and of the cluster, and nothing of the document. */
    private static final Set<String> OBSTACLES = Set.of(
            "security_exception",
            "index_not_found_exception",
            "index_closed_exception",
            "validation_exception",
            "invalid_index_name_exception");

    BulkOutcome {
        again = List.copyOf(again);
        dropped = List.copyOf(dropped);
    }

    /**
     * Reads an answer.
     *
     * @param items what was sent, in the order of the request, which is that of the answer
     */
    static BulkOutcome of(List<BulkItem> items, JsonNode answer) {
        JsonNode results = answer.path("items");
        if (results.size() != items.size()) {
            return new BulkOutcome(
                    0,
                    0,
                    List.of(),
                    List.of(),
                    Optional.of("it answers for " + results.size() + " of " + items.size() + " documents"));
        }
        int written = 0;
        int repeated = 0;
        List<BulkItem> again = new ArrayList<>();
        List<String> dropped = new ArrayList<>();
        String obstacle = null;
        for (int i = 0; i < items.size(); i++) {
            JsonNode result = results.get(i).elements().next();
            int status = result.path("status").asInt(FAULT_OF_ITS_OWN);
            String type = result.at("/error/type").asText("");
            if (status < 300) {
                written++;
            } else if (status == THERE_ALREADY) {
                repeated++;
            } else if (OBSTACLES.contains(type)) {
                obstacle = reason(result);
            } else if (status == TOO_MANY || status >= FAULT_OF_ITS_OWN || PASSING.contains(type)) {
                again.add(items.get(i));
            } else {
                dropped.add(reason(result));
            }
        }
        return new BulkOutcome(written, repeated, again, dropped, Optional.ofNullable(obstacle));
    }

    private static String reason(JsonNode result) {
        return result.at("/error/type").asText("status " + result.path("status").asInt()) + ": "
                + ElasticProblems.reason(result);
    }
}
