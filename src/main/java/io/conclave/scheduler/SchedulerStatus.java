package io.conclave.scheduler;

import java.time.Instant;
import java.util.List;

/**
 * How the scheduler stands: what it is set to, and when it acts by itself.
 *
 * @param settings as they are
 * @param strategies codes of all that can be chosen
 * @param running whether a round that came by itself is under way
 * @param nextRoundAt when the next round comes by itself, or null while one is under way; it moves nothing where the
 *     scheduler is switched off
 * @param lastRound how the last one ended that came by itself, or null before the first
 * @param lastRoundAt when that was, or null
 */
public record SchedulerStatus(
        SchedulerState settings,
        List<String> strategies,
        boolean running,
        Instant nextRoundAt,
        RoundEnd lastRound,
        Instant lastRoundAt) {

    public SchedulerStatus {
        strategies = List.copyOf(strategies);
    }
}
