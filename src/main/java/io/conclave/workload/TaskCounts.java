package io.conclave.workload;

import java.util.Map;

/**
 * How many tasks there are.
 *
 * @param byStatus code of each status to its number, every status included
 */
public record TaskCounts(Map<String, Long> byStatus) {}
