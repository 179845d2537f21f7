package io.conclave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LatencyHistogramTest {

    @Test
    void quantilesAreAtMostASixtyFourthTooHighAndNeverTooLow() {
        Random random = new Random(7);
        LatencyHistogram histogram = new LatencyHistogram();
        long[] all = new long[20_000];
        for (int i = 0; i < all.length; i++) {
            all[i] = (long) Math.pow(10, random.nextDouble() * 10);
            histogram.add(all[i]);
        }
        Arrays.sort(all);
        for (double share : new double[] {0.001, 0.5, 0.9, 0.99, 0.999, 1}) {
            long exact = all[(int) Math.ceil(share * all.length) - 1];
            assertThat(histogram.quantile(share)).isBetween(exact, exact + exact / 64 + 1);
        }
    }

    @Test
    void nothingCountedHasNoQuantileAndMergedOnesCountTogether() {
        LatencyHistogram one = new LatencyHistogram();
        assertThat(one.quantile(0.5)).isZero();
        LatencyHistogram other = new LatencyHistogram();
        one.add(100);
        other.add(1_000_000);
        one.add(other);
        assertThat(one.total()).isEqualTo(2);
        assertThat(one.quantile(1)).isEqualTo(1_000_000);
        one.add(Long.MAX_VALUE);
        assertThat(one.total()).isEqualTo(3);
    }
}
