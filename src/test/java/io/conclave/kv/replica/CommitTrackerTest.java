package io.conclave.kv.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class CommitTrackerTest {

    private final CommitTracker tracker = new CommitTracker(Set.of(1, 2, 3), 5);

    @Test
    void committedIsWhatIsOnDiskAtAllWhoseWordIsNeeded() {
        tracker.durable(1, 10);
        tracker.durable(2, 9);
        assertThat(tracker.committed()).as("member 3 said nothing").isEqualTo(5);

        tracker.durable(3, 7);
        assertThat(tracker.committed()).isEqualTo(7);
    }

    @Test
    void committedGoesOnOnceAMemberIsNoLongerNeeded() {
        tracker.durable(1, 10);
        tracker.durable(2, 9);
        tracker.need(Set.of(1, 2));

        assertThat(tracker.committed()).isEqualTo(9);
        assertThat(tracker.needs(3)).isFalse();
    }

    @Test
    void committedNeverGoesBack() {
        tracker.need(Set.of(1));
        tracker.durable(1, 10);
        assertThat(tracker.committed()).isEqualTo(10);

        tracker.need(Set.of(1, 2));
        assertThat(tracker.committed()).isEqualTo(10);
        tracker.durable(1, 20);
        assertThat(tracker.committed()).as("member 2 said nothing").isEqualTo(10);
    }

    @Test
    void aMemberThatBeginsAnewIsWaitedForAgain() {
        tracker.need(Set.of(1, 2));
        tracker.durable(1, 10);
        tracker.durable(2, 10);
        assertThat(tracker.committed()).isEqualTo(10);

        tracker.restart(2, 0);
        tracker.durable(1, 20);
        tracker.durable(2, 8);
        assertThat(tracker.committed()).isEqualTo(10);
        assertThat(tracker.durableAt(2)).isEqualTo(8);
    }
}
