package io.conclave.kv.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.conclave.kv.KvReason;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What follows a failed attempt, for each reason and all that was tried before. */
class RetryRuleTest {

    private static final Duration LONG = Duration.ofSeconds(10);
    private static final Redirect ELSEWHERE = new Redirect("g", "m:2", 0);

    private final RetryRule rule = new RetryRule(BackOff.USUAL, new Random(5));

    private static CallFailedException refused(KvReason reason) {
        return CallFailedException.refused(reason, "no", Redirect.NONE);
    }

    private Next after(CallFailedException failure, boolean writes, Duration left) {
        return rule.after(failure, Attempts.NONE.with(failure, writes), left);
    }

    private static KvReason end(Next next) {
        assertThat(next).isInstanceOf(Next.GiveUp.class);
        return ((Next.GiveUp) next).failure().reason();
    }

    @ParameterizedTest
    @EnumSource(names = {"INVALID", "UNAUTHENTICATED", "STALE_REQUEST", "READ_ONLY", "WATCH_TOO_OLD", "WATCH_TOO_SLOW"})
    void whatAnotherAttemptCannotChangeEndsTheCallWithItsReason(KvReason reason) {
        assertThat(end(after(refused(reason), true, LONG))).isEqualTo(reason);
    }

    @Test
    void aFinalRefusalAfterAnAttemptThatMayHaveBeenDoneIsAnUnknownOutcome() {
        CallFailedException lost = CallFailedException.unanswered("gone");
        CallFailedException readOnly = refused(KvReason.READ_ONLY);
        Attempts both = Attempts.NONE.with(lost, true).with(readOnly, true);
        Next next = rule.after(readOnly, both, LONG);
        assertThat(end(next)).isEqualTo(KvReason.OUTCOME_UNKNOWN);
        assertThat(((Next.GiveUp) next).failure()).hasMessageContaining("2 attempts");
    }

    @Test
    void aReadIsNeverOfUnknownOutcome() {
        CallFailedException lost = CallFailedException.unanswered("gone");
        assertThat(end(after(lost, false, Duration.ofMillis(20)))).isEqualTo(KvReason.UNREACHABLE);
        assertThat(end(after(lost, true, Duration.ofMillis(20)))).isEqualTo(KvReason.OUTCOME_UNKNOWN);
    }

    @Test
    void aRedirectIsFollowedAtOnceButNotInCircles() {
        CallFailedException redirect = CallFailedException.refused(KvReason.NOT_PRIMARY, "no", ELSEWHERE);
        Attempts attempts = Attempts.NONE;
        for (int hop = 0; hop < 3; hop++) {
            attempts = attempts.with(redirect, true);
            assertThat(rule.after(redirect, attempts, LONG)).isEqualTo(new Next.Again(Duration.ZERO, false, "m:2"));
        }
        Next fourth = rule.after(redirect, attempts.with(redirect, true), LONG);
        assertThat(fourth).isInstanceOfSatisfying(Next.Again.class, again -> {
            assertThat(again.pause()).isPositive();
            assertThat(again.refresh()).isTrue();
            assertThat(again.address()).isEmpty();
        });
    }

    @Test
    void aMemberThatIsOverloadedIsWaitedForWithoutAskingAllOthersForTheMap() {
        Next busy = after(refused(KvReason.OVERLOADED), true, LONG);
        Next noPrimary = after(refused(KvReason.NO_PRIMARY), true, LONG);
        assertThat(((Next.Again) busy).refresh()).isFalse();
        assertThat(((Next.Again) noPrimary).refresh()).isTrue();
    }

    @Test
    void noAttemptIsBegunThatHasNoTimeAndTheReasonOfTheLastOneIsKept() {
        Next next = after(refused(KvReason.NO_PRIMARY), true, Duration.ofMillis(50));
        assertThat(end(next)).isEqualTo(KvReason.NO_PRIMARY);
        assertThat(((Next.GiveUp) next).failure()).hasMessageContaining("given up at the deadline, after 1 attempt");
    }

    @Test
    void waitsGrowByAQuarterUpToATenthOfASecondAndAreSpreadOverTheirUpperHalf() {
        double most = 4_000;
        for (int failures = 1; failures < 80; failures++) {
            double micros = rule.pause(failures).toNanos() / 1_000.0;
            assertThat(micros).isBetween(most / 2 - 1, most + 1);
            most = Math.min(100_000, most * 1.25);
        }
    }

    @Test
    void aWaitIsNeverMuchMoreThanAThirdOfTheTimeThatWasWaitedBefore() {
        Duration waited = Duration.ZERO;
        for (int failures = 1; failures < 80; failures++) {
            Duration next = rule.pause(failures);
            if (waited.toMillis() > 50) {
                assertThat(next).isLessThan(waited.dividedBy(2));
            }
            waited = waited.plus(next);
        }
    }
}
