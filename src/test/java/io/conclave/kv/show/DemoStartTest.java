package io.conclave.kv.show;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DemoStartTest {

    private final DemoStart start =
            new DemoStart(List.of("s1", "s2"), List.of(List.of("g1/1", "g1/2"), List.of("g2/1", "g2/2")));

    @Test
    void beginsAFewAtATimeAndWaitsUntilTheyAnswer() {
        assertThat(start.next(Set.of(), Set.of(), 0)).containsExactlyInAnyOrder("s1", "g1/1");
        assertThat(start.next(Set.of("s1"), Set.of(), 1_000)).isEmpty();
        assertThat(start.next(Set.of("s1", "g1/1"), Set.of(), 2_000)).containsExactlyInAnyOrder("g2/1", "g1/2");
    }

    @Test
    void goesOnWithoutOneThatNeverAnswers() {
        start.next(Set.of(), Set.of(), 0);

        assertThat(start.next(Set.of(), Set.of(), 9_000_000_000L)).isNotEmpty();
    }

    @Test
    void firstMembersOfGroupsComeBeforeTheSecondOnes() {
        List<String> order = all();

        assertThat(order.indexOf("g1/1")).isLessThan(order.indexOf("g1/2"));
        assertThat(order.indexOf("g2/1")).isLessThan(order.indexOf("g2/2"));
        assertThat(order).hasSize(6);
    }

    private List<String> all() {
        List<String> order = new ArrayList<>();
        for (long seconds = 0; seconds <= 30; seconds += 10) {
            order.addAll(start.next(Set.of(), Set.of(), seconds * 1_000_000_000L));
        }
        return order;
    }

    @Test
    void oneThatEndedWithAnErrorIsBegunAgainAFewTimes() {
        all();
        List<String> again = new ArrayList<>();
        for (long seconds = 40; seconds < 400; seconds += 10) {
            again.addAll(start.next(Set.of(), Set.of("g1/2"), seconds * 1_000_000_000L));
        }

        assertThat(again).hasSize(10).containsOnly("g1/2");
    }
}
