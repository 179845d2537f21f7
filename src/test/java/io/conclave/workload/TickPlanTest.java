package io.conclave.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TickPlanTest {

    private static final List<String> NODES = List.of("zk1", "zk2", "zk3");

    @Property
    void boundIsNeverExceededAndNothingIsDeletedWithoutNeed(
            @ForAll @IntRange(max = 40) int number,
            @ForAll @IntRange(max = 500) int demoFiles,
            @ForAll @IntRange(max = 400) int maxFiles,
            @ForAll @IntRange(min = 1, max = 40) int threshold,
            @ForAll long seed) {
        TickPlan plan = TickPlan.of(
                number,
                demoFiles,
                maxFiles,
                Map.of("zk1", (long) demoFiles, "zk2", 0L, "zk3", 3L),
                NODES,
                threshold,
                new Random(seed));

        int after = demoFiles - plan.deletes() + plan.creates();
        assertThat(plan.deletes()).isBetween(0, Math.min(demoFiles, TickPlan.MOST_DELETES));
        assertThat(plan.creates()).isBetween(0, maxFiles);
        assertThat(plan.sizeBytes()).isBetween((long) TickPlan.SMALLEST_BYTES, (long) TickPlan.LARGEST_BYTES);
        if (plan.creates() > 0) {
            assertThat(after).isLessThanOrEqualTo(maxFiles);
        }
        if (plan.deletes() > 0 && plan.deletes() < TickPlan.MOST_DELETES) {
            assertThat(after).isEqualTo(maxFiles);
        }
    }

    @Test
    void firstTickBringsEmptyNodesOverTheThreshold() {
        TickPlan plan = TickPlan.of(0, 0, 18, Map.of("zk1", 0L, "zk2", 0L, "zk3", 0L), NODES, 5, new Random(1));

        assertThat(plan.pinnedTo()).isEqualTo("zk1");
        assertThat(plan.creates()).isGreaterThan(5);
        assertThat(plan.isBurst()).isTrue();
    }

    @Test
    void burstTakesTheFullestNodeAndOnlyWhatItsLeadStillLacks() {
        TickPlan plan = TickPlan.of(3, 9, 18, Map.of("zk1", 2L, "zk2", 6L, "zk3", 1L), NODES, 5, new Random(1));

        assertThat(plan.pinnedTo()).isEqualTo("zk2");
        assertThat(plan.creates()).isEqualTo(2);
        assertThat(plan.deletes()).isZero();
    }

    @Test
    void ticksBetweenBurstsLeavePlacementToTheScheduler() {
        TickPlan plan = TickPlan.of(1, 18, 18, Map.of("zk1", 6L, "zk2", 6L, "zk3", 6L), NODES, 5, new Random(1));

        assertThat(plan.pinnedTo()).isNull();
        assertThat(plan.creates()).isBetween(1, 3);
        assertThat(plan.deletes()).isEqualTo(plan.creates());
        assertThat(plan.isBurst()).isFalse();
    }

    @Test
    void singleServingNodeGetsNoBurst() {
        assertThat(TickPlan.of(0, 0, 18, Map.of(), List.of("zk2"), 5, new Random(1))
                        .pinnedTo())
                .isNull();
    }

    @Test
    void boundOfZeroTakesAllDemoFilesAwayAndMakesNone() {
        TickPlan plan = TickPlan.of(0, 7, 0, Map.of("zk1", 7L), NODES, 5, new Random(1));

        assertThat(plan.deletes()).isEqualTo(7);
        assertThat(plan.creates()).isZero();
        assertThat(plan.isBurst()).isFalse();
    }
}
