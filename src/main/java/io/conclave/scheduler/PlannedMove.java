package io.conclave.scheduler;

/**
 * One file to move.
 *
 * @param fileId which
 * @param name its name
 * @param sizeBytes its length
 * @param from source node
 * @param to target node
 * @param reason why this one: {@code migrate} or {@code drain}
 */
public record PlannedMove(String fileId, String name, long sizeBytes, String from, String to, PlanReason reason) {}
