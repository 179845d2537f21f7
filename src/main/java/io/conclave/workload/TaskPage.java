package io.conclave.workload;

import java.util.List;
import java.util.Map;

/**
 * Tasks, newest first.
 *
 * @param tasks the rows
 * @param byStatus how many there are of each status, every status included
 * @param nextBefore what to pass as {@code before} for the next page, or null where this was the last
 */
public record TaskPage(List<Task> tasks, Map<String, Long> byStatus, Long nextBefore) {
    public TaskPage {
        tasks = List.copyOf(tasks);
    }
}
