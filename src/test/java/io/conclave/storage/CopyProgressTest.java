package io.conclave.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CopyProgressTest {

    private final List<Long> told = new ArrayList<>();
    private long nanos = 5;
    private final CopyProgress progress = new CopyProgress(told::add, () -> nanos);

    @Test
    void copyThatIsQuickTellsNothing() {
        progress.copied(0);
        nanos += CopyProgress.LEAST_GAP.toNanos() - 1;
        progress.copied(4_000_000);

        assertThat(told).isEmpty();
    }

    @Test
    void copyThatTakesLongTellsTwiceASecondHowFarItIs() {
        for (int piece = 1; piece <= 20; piece++) {
            nanos += 100_000_000;
            progress.copied(piece);
        }

        assertThat(told).containsExactly(5L, 10L, 15L, 20L);
    }
}
