package io.conclave.workload;

/**
 * What one tick did.
 *
 * @param filesCreated new demo files
 * @param filesDeleted demo files that went over the bound
 * @param tasksCreated new tasks
 * @param tasksAdvanced tasks that went a step further
 * @param znodeEvents znodes created, changed or deleted
 * @param skipped what could not be done and why, or null
 */
public record TickResult(
        int filesCreated, int filesDeleted, int tasksCreated, int tasksAdvanced, int znodeEvents, String skipped) {}
