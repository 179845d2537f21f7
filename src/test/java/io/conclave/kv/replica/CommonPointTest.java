package io.conclave.kv.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.conclave.kv.log.EpochStart;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CommonPointTest {

    private static final List<EpochStart> NOTHING = List.of();

    @Test
    void aLogThatIsABeginOfTheOtherIsSharedToItsEnd() {
        List<EpochStart> ours = List.of(new EpochStart(1, 1), new EpochStart(3, 6));

        assertThat(CommonPoint.of(ours, 9, List.of(new EpochStart(1, 1)), 4)).isEqualTo(4);
        assertThat(CommonPoint.of(ours, 9, ours, 7)).isEqualTo(7);
        assertThat(CommonPoint.of(ours, 9, NOTHING, 0)).isZero();
    }

    @Test
    void aTailOfAnOlderEpochThanOursIsNotShared() {
        List<EpochStart> ours = List.of(new EpochStart(1, 1), new EpochStart(2, 6));
        List<EpochStart> theirs = List.of(new EpochStart(1, 1));

        assertThat(CommonPoint.of(ours, 9, theirs, 12)).isEqualTo(5);
    }

    @Test
    void aTailOfAnEpochThatWeDoNotHaveIsNotShared() {
        List<EpochStart> ours = List.of(new EpochStart(1, 1), new EpochStart(4, 6));
        List<EpochStart> theirs = List.of(new EpochStart(1, 1), new EpochStart(3, 4));

        assertThat(CommonPoint.of(ours, 9, theirs, 20)).isEqualTo(3);
    }

    /** Logs are made as groups make them: each epoch goes on from some member's log and is copied to some. */
    @Test
    void itIsWhereTwoLogsPartWhateverTheirHistory() {
        for (int seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            List<List<Long>> logs = new ArrayList<>(List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>()));
            for (long epoch = 1; epoch < 8; epoch++) {
                List<Long> primary = logs.get(random.nextInt(3));
                int written = 1 + random.nextInt(4);
                for (int i = 0; i < written; i++) {
                    primary.add(epoch);
                }
                List<Long> standby = logs.get(random.nextInt(3));
                if (standby != primary) {
                    int shared = shared(primary, standby);
                    standby.subList(shared, standby.size()).clear();
                    standby.addAll(primary.subList(shared, shared + random.nextInt(primary.size() - shared + 1)));
                }
            }
            List<Long> ours = logs.get(random.nextInt(3));
            List<Long> theirs = logs.get(random.nextInt(3));
            assertThat(CommonPoint.of(epochs(ours), ours.size(), epochs(theirs), theirs.size()))
                    .as("seed %d: %s and %s", seed, ours, theirs)
                    .isEqualTo(shared(ours, theirs));
        }
    }

    private static int shared(List<Long> one, List<Long> other) {
        int shared = 0;
        while (shared < one.size() && shared < other.size() && one.get(shared).equals(other.get(shared))) {
            shared++;
        }
        return shared;
    }

    private static List<EpochStart> epochs(List<Long> log) {
        List<EpochStart> epochs = new ArrayList<>();
        for (int i = 0; i < log.size(); i++) {
            if (i == 0 || !log.get(i).equals(log.get(i - 1))) {
                epochs.add(new EpochStart(log.get(i), i + 1));
            }
        }
        return epochs;
    }
}
