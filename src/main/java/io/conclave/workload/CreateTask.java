package io.conclave.workload;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Queue a task.
 *
 * @param payload what it is about: a JSON object of at most 16 KiB, or null for an empty one
 * @param actor who asks
 */
public record CreateTask(JsonNode payload, String actor) {}
