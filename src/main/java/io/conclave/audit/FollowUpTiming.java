package io.conclave.audit;

import java.time.Duration;

/**
 * How long and how closely an ensemble is watched after an operation.
 *
 * @param settleWithin after this it counts as not settled
 * @param hold for so long all conditions must hold before it counts as settled
 * @param laterAfter when the later measure is taken, from the end of the action
 * @param interval between two looks at what the polls have found
 * @param most operations that are followed at once; one more ends the oldest
 */
public record FollowUpTiming(Duration settleWithin, Duration hold, Duration laterAfter, Duration interval, int most) {

    /** A minute for both; looks come about as often as the polls. */
    public static final FollowUpTiming USUAL = new FollowUpTiming(
            Duration.ofSeconds(60), Duration.ofSeconds(1), Duration.ofSeconds(60), Duration.ofMillis(200), 64);
}
