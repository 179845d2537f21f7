package io.conclave.ensemble;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackOffTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final BackOff backOff = new BackOff(Duration.ofSeconds(5), Duration.ofSeconds(30));

    @Test
    void sourceThatAnswersIsAlwaysDue() {
        assertThat(backOff.isDue(Long.MIN_VALUE)).isTrue();
        backOff.failed(0);
        backOff.succeeded();
        assertThat(backOff.isDue(0)).isTrue();
    }

    @Test
    void everyFurtherFailureDoublesTheWaitUpToTheLimit() {
        long now = 0;
        for (long seconds : new long[] {5, 10, 20, 30, 30}) {
            backOff.failed(now);
            assertThat(backOff.isDue(now + seconds * SECOND - 1)).isFalse();
            now += seconds * SECOND;
            assertThat(backOff.isDue(now)).isTrue();
        }
    }

    @Test
    void clockThatOverflowsDoesNotStopTheQuestions() {
        backOff.failed(Long.MAX_VALUE - SECOND);

        assertThat(backOff.isDue(Long.MAX_VALUE)).isFalse();
        assertThat(backOff.isDue(Long.MIN_VALUE + 5 * SECOND)).isTrue();
    }
}
