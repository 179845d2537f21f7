package io.conclave.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** When a plan is the same plan, and what is otherwise where it is not. */
class PlanBookTest {

    private final AtomicInteger names = new AtomicInteger();
    private final PlanBook book =
            new PlanBook(() -> "p" + names.incrementAndGet(), Clock.fixed(Cluster.AT, ZoneOffset.UTC));

    private Plan enter(Cluster cluster) {
        return book.enter(cluster.planned()).plan();
    }

    @Test
    void planKeepsItsNameAsLongAsItDoesTheSameForTheSameReason() {
        Cluster cluster = Cluster.holding(9, 0, 3);
        Plan first = enter(cluster);
        cluster.add("zk3", 100);
        Plan second = enter(cluster);
        cluster.add("zk1", 100);
        Plan third = enter(cluster);

        assertThat(first.id()).isEqualTo("p1");
        assertThat(second.id()).isEqualTo("p1");
        assertThat(second.inputHash()).isNotEqualTo(first.inputHash()).matches("[0-9a-f]{64}");
        assertThat(third.id()).isEqualTo("p2");
        assertThat(book.find("p1").orElseThrow().plan()).isEqualTo(second);
        assertThat(book.find("p3")).isEmpty();
    }

    @Test
    void planOfTheSameInputsIsTheSamePlan() {
        Cluster cluster = Cluster.holding(9, 0, 3);

        assertThat(book.enter(cluster.planned())).isSameAs(book.enter(cluster.planned()));
    }

    @Test
    void settingsAndDrainsMakeAnotherPlanEvenWhereTheMovesAreTheSame() {
        List<String> ids = new ArrayList<>();
        Cluster cluster = Cluster.holding(9, 0, 3);
        ids.add(enter(cluster).id());
        ids.add(enter(cluster.threshold(4)).id());
        ids.add(enter(cluster.strategy("weighted")).id());
        ids.add(enter(cluster.drained("zk3")).id());
        ids.add(enter(cluster.batch(2)).id());

        assertThat(ids).doesNotHaveDuplicates();
    }

    @Test
    void onlySoManyPlansAreRemembered() {
        Cluster cluster = Cluster.holding(9, 0, 3);
        for (int i = 0; i <= PlanBook.REMEMBERED; i++) {
            enter(cluster);
            cluster.add("zk1", 100);
        }

        assertThat(book.find("p1")).isEmpty();
        assertThat(book.find("p2")).isPresent();
    }

    @Test
    void differenceNamesEverythingThatIsOtherwise() {
        Cluster cluster = Cluster.holding(9, 0, 3);
        Plan before = cluster.plan();
        cluster.add("zk1", 100);
        Plan after = cluster.threshold(4)
                .batch(0)
                .strategy("weighted")
                .drained("zk3")
                .plan();

        assertThat(PlanDifference.between(before, after))
                .containsExactly(
                        "the strategy is weighted instead of file-count",
                        "the threshold is 4 instead of 5",
                        "the batch is auto instead of 1",
                        "the set of drained nodes is zk3 instead of none",
                        "the number of files on zk1 is 10 instead of 9",
                        "the reason is drain instead of migrate",
                        "the first move is file-12 from zk3 to zk2 instead of file-9 from zk1 to zk2",
                        "the number of moves is 5 instead of 1");
        assertThat(PlanDifference.between(before, before)).isEmpty();
    }

    @Test
    void nodeThatGoesDownIsADifference() {
        Plan before = Cluster.holding(9, 0, 3).plan();
        Plan after = Cluster.holding(9, 0, 3).standing("zk2", Standing.DOWN).plan();

        assertThat(PlanDifference.between(before, after))
                .contains(
                        "zk2 can take no files any more",
                        "the first move is file-9 from zk1 to zk3" + " instead of file-9 from zk1 to zk2");
        assertThat(PlanDifference.between(after, before)).contains("zk2 can take files again");
    }
}
