package io.conclave.workload;

import java.util.List;
import java.util.Map;

/**
 * Tasks, newest first.
 *
 * @param tasks the rows
 * @param byStatus how many there are of each status, every status included
 */
public record TaskPage(List<Task> tasks, Map<String, Long> byStatus) {
    public TaskPage {
        tasks = List.copyOf(tasks);
    }
}
