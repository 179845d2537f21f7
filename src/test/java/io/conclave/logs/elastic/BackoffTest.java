package io.conclave.logs.elastic;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private final Backoff backoff = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5), new SplittableRandom(1));

    @Test
    void waitDoublesUpToABound() {
        assertThat(waits(1)).allSatisfy(wait -> assertThat(wait).isBetween(100L, 200L));
        assertThat(waits(3)).allSatisfy(wait -> assertThat(wait).isBetween(400L, 800L));
        assertThat(waits(6)).allSatisfy(wait -> assertThat(wait).isBetween(2_500L, 5_000L));
        assertThat(waits(1_000_000)).allSatisfy(wait -> assertThat(wait).isBetween(2_500L, 5_000L));
    }

    @Test
    void thoseWhoWereTurnedAwayTogetherDoNotComeAgainTogether() {
        assertThat(Set.copyOf(waits(4))).hasSizeGreaterThan(50);
    }

    private List<Long> waits(int failures) {
        return LongStream.range(0, 100)
                .mapToObj(any -> backoff.waitMs(failures))
                .toList();
    }
}
