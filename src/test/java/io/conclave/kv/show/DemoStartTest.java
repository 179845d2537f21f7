package io.conclave.kv.show;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DemoStartTest {

    private final DemoStart start =
            new DemoStart(List.of("s1", "s2"), List.of(List.of("g1/1", "g1/2"), List.of("g2/1", "g2/2")));

    @Test
    void beginsAFewAtATimeAndWaitsUntilTheyAnswer() {
        assertThat(start.next(Set.of(), 0)).containsExactlyInAnyOrder("s1", "g1/1");
        assertThat(start.next(Set.of("s1"), 1_000)).isEmpty();
        assertThat(start.next(Set.of("s1", "g1/1"), 2_000)).containsExactlyInAnyOrder("g2/1", "g1/2");
        assertThat(start.isDone()).isFalse();
    }

    @Test
    void goesOnWithoutOneThatNeverAnswers() {
        start.next(Set.of(), 0);

        assertThat(start.next(Set.of(), 9_000_000_000L)).isNotEmpty();
    }

    @Test
    void firstMembersOfGroupsComeBeforeTheSecondOnes() {
        List<String> order = new java.util.ArrayList<>();
        for (long now = 0; !start.isDone(); now += 10_000_000_000L) {
            order.addAll(start.next(Set.of(), now));
        }

        assertThat(order.indexOf("g1/1")).isLessThan(order.indexOf("g1/2"));
        assertThat(order.indexOf("g2/1")).isLessThan(order.indexOf("g2/2"));
        assertThat(order).hasSize(6);
    }
}
