package io.conclave.workload;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Put many files on one node, to see the scheduler spread them.
 *
 * @param node which
 * @param files 1 to 10,000; null is 12
 * @param triggerScheduler whether one round of the scheduler follows
 * @param actor who asks
 */
public record Stress(
        String node,
        Integer files,
        @JsonProperty("trigger_scheduler") @JsonAlias("triggerScheduler") Boolean triggerScheduler,
        String actor) {}
