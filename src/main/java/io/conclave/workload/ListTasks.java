package io.conclave.workload;

/**
 * Asks for the newest tasks.
 *
 * @param limit 1 to 500
 * @param status only these, or null
 */
public record ListTasks(int limit, TaskStatus status) {}
