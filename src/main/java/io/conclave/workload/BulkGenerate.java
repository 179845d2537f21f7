package io.conclave.workload;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Make many files.
 *
 * @param count 1 to 10,000
 * @param sizeBytes of each, 0 to the upload limit; null is 1024
 * @param strategy {@code auto} places each, {@code pin} puts all on {@code node}; null is {@code auto}
 * @param node for {@code pin}
 * @param triggerScheduler whether one round of the scheduler follows
 * @param actor who asks
 */
public record BulkGenerate(
        Integer count,
        @JsonProperty("size_bytes") @JsonAlias("sizeBytes") Long sizeBytes,
        String strategy,
        String node,
        @JsonProperty("trigger_scheduler") @JsonAlias("triggerScheduler") Boolean triggerScheduler,
        String actor) {}
