package io.conclave.kv.client;

import io.conclave.kv.KvReason;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Decides what follows a failed attempt. A refusal that another attempt cannot change ends the call; a redirect is
 * followed at once, a few in a row; all else is repeated after a wait, by a fresh map, until the deadline. A write of
 * which any attempt may have been applied never ends with "not done".
 */
final class RetryRule {

    /** Asking again brings the same answer. */
    private static final Set<KvReason> FINAL = EnumSet.of(
            KvReason.INVALID,
            KvReason.UNAUTHENTICATED,
            KvReason.STALE_REQUEST,
            KvReason.READ_ONLY,
            KvReason.WATCH_TOO_OLD,
            KvReason.WATCH_TOO_SLOW);

    /** Redirects that are followed without a wait; more in a row mean that members disagree at this moment. */
    private static final int HOPS = 3;

    /** An attempt with less time than this would but turn a sure "not done" into an unknown outcome. */
    private static final Duration LEAST_ATTEMPT = Duration.ofMillis(50);

    private final BackOff backOff;
    private final RandomGenerator random;

    RetryRule(BackOff backOff, RandomGenerator random) {
        this.backOff = backOff;
        this.random = random;
    }

    /**
     * The decision.
     *
     * @param failure of the last attempt
     * @param attempts what was tried up to and with that one
     * @param left time to the deadline
     */
    Next after(CallFailedException failure, Attempts attempts, Duration left) {
        Optional<KvReason> reason = failure.reason();
        if (reason.filter(FINAL::contains).isPresent()) {
            return new Next.GiveUp(attempts.perhapsDone() ? unknown(failure, attempts) : refusal(failure));
        }
        boolean redirected = !failure.redirect().primary().isEmpty();
        if (redirected && attempts.hops() <= HOPS && left.compareTo(LEAST_ATTEMPT) > 0) {
            return new Next.Again(Duration.ZERO, false, failure.redirect().primary());
        }
        Duration wait = pause(attempts.failures());
        if (wait.plus(LEAST_ATTEMPT).compareTo(left) >= 0) {
            return new Next.GiveUp(attempts.perhapsDone() ? unknown(failure, attempts) : late(failure, attempts));
        }
        return new Next.Again(wait, reason.filter(KvReason.OVERLOADED::equals).isEmpty(), "");
    }

    /** How long to wait after a number of failures in a row, from 1. */
    Duration pause(int failures) {
        return backOff.after(failures, random);
    }

    private static KvCallException refusal(CallFailedException failure) {
        return new KvCallException(failure.reason().orElseThrow(), failure.getMessage());
    }

    private static KvCallException late(CallFailedException failure, Attempts attempts) {
        return new KvCallException(
                failure.reason().orElse(KvReason.UNREACHABLE),
                failure.getMessage() + " (given up at the deadline, after " + attempts.told() + ")");
    }

    private static KvCallException unknown(CallFailedException failure, Attempts attempts) {
        return new KvCallException(
                KvReason.OUTCOME_UNKNOWN,
                "Whether the write was done is not known: no attempt of " + attempts.told()
                        + " brought a sure answer; the last one: " + failure.getMessage());
    }
}
