package io.conclave.kv.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BatchPacingTest {

    private static final OptionalLong NONE_UNDER_WAY = OptionalLong.empty();

    private final BatchPacing pacing = new BatchPacing();

    @Test
    void theFirstWriteWaitsForNothing() {
        assertThat(pacing.hold(1, NONE_UNDER_WAY, 0)).isEqualTo(LogThread.Hold.NONE);
    }

    @Test
    void aBatchWaitsForTheCommitOfTheOneBeforeHoweverManyWritesWait() {
        assertThat(pacing.hold(1, OptionalLong.of(0), micros(100)))
                .isEqualTo(new LogThread.Hold(BatchPacing.MAX_COMMIT_WAIT_NANOS - micros(100), Integer.MAX_VALUE));
        assertThat(pacing.hold(10_000, OptionalLong.of(0), micros(100)).nanos()).isPositive();
    }

    @Test
    void itGoesWithoutThatCommitAfterTwiceTheUsualTime() {
        pacing.committed(1, 0, micros(400));
        assertThat(pacing.hold(1, OptionalLong.of(micros(1_000)), micros(1_500)).nanos())
                .isEqualTo(micros(300));
        assertThat(pacing.hold(1, OptionalLong.of(micros(1_000)), micros(1_800)))
                .isEqualTo(LogThread.Hold.NONE);
    }

    @Test
    void itNeverWaitsLongerThanTheLimitHoweverSlowCommitsUsuallyAre() {
        pacing.committed(1, 0, TimeUnit.SECONDS.toNanos(2));
        assertThat(pacing.hold(1, OptionalLong.of(0), 0).nanos()).isEqualTo(BatchPacing.MAX_COMMIT_WAIT_NANOS);
    }

    @Test
    void afterACommitItWaitsForMostOfThoseWhoUsuallyCall() {
        committedOften(64);
        assertThat(pacing.hold(10, NONE_UNDER_WAY, micros(50)).enough()).isBetween(50, 56);
        assertThat(pacing.hold(10, NONE_UNDER_WAY, micros(50)).nanos()).isPositive();
        assertThat(pacing.hold(60, NONE_UNDER_WAY, micros(50))).isEqualTo(LogThread.Hold.NONE);
    }

    @Test
    void itDoesNotWaitForThemLongerThanHalfOfWhatABatchTakes() {
        committedOften(64);
        assertThat(pacing.hold(10, NONE_UNDER_WAY, micros(510))).isEqualTo(LogThread.Hold.NONE);
    }

    @Test
    void fewCallersAreNotWaitedFor() {
        committedOften(2);
        assertThat(pacing.hold(1, NONE_UNDER_WAY, micros(10))).isEqualTo(LogThread.Hold.NONE);
    }

    /** The last of them at 0, after a millisecond. */
    private void committedOften(int writes) {
        for (int i = 0; i < 100; i++) {
            pacing.committed(writes, -micros(1_000), 0);
        }
    }

    private static long micros(long count) {
        return TimeUnit.MICROSECONDS.toNanos(count);
    }
}
