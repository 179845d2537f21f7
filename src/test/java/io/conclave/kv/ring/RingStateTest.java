package io.conclave.kv.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RingStateTest {

    private final RingState two = RingState.settled(7, 2, List.of("a", "b"));

    @Test
    void whileARingChangesAPlaceBelongsToTheOldGroupUntilItsHandOverIsDone() {
        RingState changing = two.changeTo(2, List.of("a", "b", "c"));
        assertThat(changing.version()).isEqualTo(8);
        assertThat(changing.remaining()).isEqualTo(changing.transfers());
        HashRing before = HashRing.of(2, two.groups());
        HashRing after = HashRing.of(2, changing.nextGroups());

        Random random = new Random(1);
        while (!changing.remaining().isEmpty()) {
            Transfer transfer = changing.remaining().first();
            changing = changing.withDone(transfer);
            for (int i = 0; i < 2_000; i++) {
                long place = random.nextLong(Place.COUNT);
                String from = before.owner(place).orElseThrow();
                String to = after.owner(place).orElseThrow();
                boolean moved = changing.done().contains(new Transfer(from, to));
                assertThat(changing.owner(place)).contains(moved ? to : from);
            }
        }
        RingState finished = changing.finished();
        assertThat(finished.isChanging()).isFalse();
        assertThat(finished.groups()).containsExactly("a", "b", "c");
        assertThat(finished.version()).isEqualTo(changing.version() + 1);
    }

    @Test
    void theArcsOfOthersAreAllPlacesThatAreNotAGroups() {
        RingState three = RingState.settled(7, 4, List.of("a", "b", "c"));
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            long place = random.nextLong(Place.COUNT);
            boolean isOthers = three.arcsOfOthers("b").stream().anyMatch(arc -> arc.contains(place));
            assertThat(isOthers).isEqualTo(!three.owner(place).orElseThrow().equals("b"));
        }
        assertThat(two.arcsOfOthers("c").stream().mapToLong(Arc::length).sum()).isEqualTo(Place.COUNT);
        assertThat(RingState.settled(1, 4, List.of()).arcsOfOthers("a")).isEmpty();
        assertThat(RingState.settled(1, 4, List.of("a")).arcsOfOthers("a")).isEmpty();
    }

    @Test
    void aChangeThatMovesNothingIsOverAtOnce() {
        RingState first = RingState.settled(1, 2, List.of()).changeTo(2, List.of("a"));
        assertThat(first).isEqualTo(RingState.settled(2, 2, List.of("a")));
        assertThat(first.owner(3)).contains("a");
    }

    @Test
    void virtualNodesChangeByMovingToo() {
        RingState changing = two.changeTo(64, two.groups());
        assertThat(changing.transfers()).contains(new Transfer("a", "b"), new Transfer("b", "a"));
        assertThat(changing.withDone(new Transfer("a", "b"))
                        .withDone(new Transfer("b", "a"))
                        .finished()
                        .virtualNodes())
                .isEqualTo(64);
    }

    @Test
    void oneChangeAtATime() {
        RingState changing = two.changeTo(2, List.of("a"));
        assertThatThrownBy(() -> changing.changeTo(2, List.of("a", "b", "c")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("changes already");
        assertThatThrownBy(changing::finished).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(two::finished).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theLastGroupCannotLeave() {
        RingState lone = RingState.settled(1, 2, List.of("a"));
        assertThatThrownBy(() -> lone.changeTo(2, List.of())).hasMessageContaining("the last group cannot leave");
    }

    @Test
    void handOversThatAreNotOfThisChangeAreRefused() {
        RingState changing = two.changeTo(2, List.of("b"));
        Transfer given = new Transfer("a", "b");
        assertThat(changing.transfers()).isEqualTo(Set.of(given));
        assertThatThrownBy(() -> changing.withDone(new Transfer("b", "a")))
                .isInstanceOf(IllegalArgumentException.class);
        RingState done = changing.withDone(given);
        assertThatThrownBy(() -> done.withDone(given)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void namesThatWouldBreakZnodesAreRefused() {
        for (String wrong : List.of("", "lock", "A", "a/b", "1st", "a b", "ü", "x".repeat(65))) {
            assertThat(GroupName.isValid(wrong)).as(wrong).isFalse();
            assertThatThrownBy(() -> RingState.settled(1, 2, List.of(wrong))).hasMessageContaining("group's name");
        }
        assertThat(GroupName.isValid("g1")).isTrue();
        assertThat(GroupName.isValid("x".repeat(64))).isTrue();
    }
}
