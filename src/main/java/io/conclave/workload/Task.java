package io.conclave.workload;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * One demo task.
 *
 * @param id rising number
 * @param status how far it is
 * @param payload what it is about, as JSON
 * @param createdAt when it was queued
 * @param updatedAt when its status last changed
 */
public record Task(long id, TaskStatus status, JsonNode payload, Instant createdAt, Instant updatedAt) {}
