package io.conclave.kv.show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.conclave.kv.ring.RingState;
import io.conclave.kv.ring.Transfer;
import java.util.List;
import org.junit.jupiter.api.Test;

class RingPictureTest {

    private static double sum(ShownRing ring) {
        return ring.groups().stream().mapToDouble(ShownRing.Share::share).sum();
    }

    @Test
    void restingRingShowsItsPointsItsBalanceAndWhatChangesWouldComeTo() {
        ShownRing ring = RingPicture.of(RingState.settled(4, 2, List.of("g1", "g2")), "g3");

        assertThat(ring.version()).isEqualTo(4);
        assertThat(ring.arcs()).hasSize(4).allMatch(ShownRing.ShownArc::point);
        assertThat(ring.arcs()).isSortedAccordingTo(java.util.Comparator.comparingLong(ShownRing.ShownArc::upTo));
        assertThat(sum(ring)).isCloseTo(1, within(1e-9));
        assertThat(ring.maxOverMean()).isBetween(1.0, 2.0);
        assertThat(ring.choices()).extracting(ShownRing.Choice::virtualNodes).contains(1, 2, 64, 256);
        assertThat(ring.outcomes())
                .extracting(ShownRing.Outcome::group, ShownRing.Outcome::added)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("g3", true),
                        org.assertj.core.groups.Tuple.tuple("g1", false),
                        org.assertj.core.groups.Tuple.tuple("g2", false));
    }

    @Test
    void choiceThatIsTheRingMovesNothing() {
        ShownRing ring = RingPicture.of(RingState.settled(1, 8, List.of("g1", "g2")), null);

        assertThat(ring.choices())
                .filteredOn(choice -> choice.virtualNodes() == 8)
                .singleElement()
                .satisfies(choice -> assertThat(choice.moves()).isZero());
    }

    @Test
    void changingRingShowsWhereArcsGoUntilTheyAreThere() {
        RingState before = RingState.changing(5, 8, List.of("g1", "g2"), 8, List.of("g1", "g2", "g3"), List.of());
        Transfer first = before.transfers().iterator().next();

        ShownRing ring = RingPicture.of(before, null);
        assertThat(ring.changing()).isTrue();
        assertThat(ring.arcs()).anyMatch(arc -> "g3".equals(arc.to()));
        assertThat(ring.arcs()).noneMatch(arc -> arc.group().equals("g3"));
        assertThat(ring.outcomes()).isEmpty();

        RingState half = RingState.changing(6, 8, List.of("g1", "g2"), 8, List.of("g1", "g2", "g3"), List.of(first));
        ShownRing later = RingPicture.of(half, null);
        assertThat(sum(later)).isCloseTo(1, within(1e-9));
        assertThat(later.arcs()).anyMatch(arc -> arc.group().equals("g3") && arc.to() == null);
        assertThat(later.transfers()).filteredOn(ShownRing.Handing::done).hasSize(1);
    }

    @Test
    void ringWithTooManyArcsIsNotDrawn() {
        assertThat(RingPicture.of(RingState.settled(1, 1_024, List.of("g1", "g2")), null)
                        .arcs())
                .isEmpty();
    }
}
