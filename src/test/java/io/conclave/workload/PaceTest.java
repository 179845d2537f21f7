package io.conclave.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PaceTest {

    @Test
    void nextTickComesAfterTheIntervalAndAtMostAQuarterLater() {
        Pace pace = new Pace(new Random(7));

        LongStream.Builder delays = LongStream.builder();
        for (int i = 0; i < 1_000; i++) {
            delays.add(pace.nextMs(Duration.ofSeconds(20)));
        }

        var summary = delays.build().summaryStatistics();
        assertThat(summary.getMin()).isBetween(20_000L, 20_100L);
        assertThat(summary.getMax()).isBetween(24_900L, 25_000L);
    }
}
