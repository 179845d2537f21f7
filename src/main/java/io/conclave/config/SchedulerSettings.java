package io.conclave.config;

import java.time.Duration;
import java.util.Map;

/**
 * What the scheduler starts with; all of it but the weights can be changed while it runs.
 *
 * @param enabled whether rounds run by themselves ({@code AUTO_SCHEDULER_ENABLED})
 * @param interval between two rounds ({@code AUTO_SCHEDULER_INTERVAL}, seconds)
 * @param threshold the difference from which a move is worth it, 1 or more ({@code SCHEDULER_THRESHOLD})
 * @param batch the most moves a round, 1 or more; 0 stands for {@code auto}, as many as balance needs
 *     ({@code SCHEDULER_BATCH})
 * @param strategy code of the strategy ({@code SCHEDULER_STRATEGY})
 * @param weights share of each node for the strategy {@code weighted}; a node without one has 1
 *     ({@code SCHEDULER_WEIGHTS}, as {@code zk1=2,zk2=1})
 */
public record SchedulerSettings(
        boolean enabled, Duration interval, int threshold, int batch, String strategy, Map<String, Double> weights) {

    public SchedulerSettings {
        weights = Map.copyOf(weights);
    }
}
