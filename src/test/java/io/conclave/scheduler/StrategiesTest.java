package io.conclave.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.conclave.bus.ProblemException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What each strategy takes for balanced. */
class StrategiesTest {

    private static Map<String, Long> balanced(Cluster cluster) {
        for (Plan plan = cluster.plan(); plan.shouldMigrate(); plan = cluster.plan()) {
            cluster.carryOut(plan);
        }
        return cluster.index.counts().files();
    }

    @Test
    void bytesMovesTheNewestFileThatNarrowsTheDifferenceAndNoLargerOne() {
        Cluster cluster = new Cluster(2)
                .strategy("bytes")
                .threshold(100)
                .add("zk1", 1, 300)
                .add("zk1", 1, 5_000)
                .add("zk2", 1, 2_000);

        Plan plan = cluster.plan();

        assertThat(plan.candidate().name()).isEqualTo("file-1");
        assertThat(plan.delta()).isEqualTo(3_300);
        assertThat(plan.loads()).isEqualTo(Map.of("zk1", 5_300.0, "zk2", 2_000.0));
        assertThat(balanced(cluster)).isEqualTo(Map.of("zk1", 1L, "zk2", 2L));
        assertThat(cluster.plan().reason()).isEqualTo(PlanReason.NO_CANDIDATE);
    }

    @Test
    void weightedGivesANodeOfTwiceTheWeightTwiceTheFiles() {
        Cluster cluster = Cluster.holding(40, 0)
                .strategy("weighted")
                .threshold(1)
                .weighing("zk1", 1, null)
                .weighing("zk2", 3, null);

        assertThat(balanced(cluster)).isEqualTo(Map.of("zk1", 10L, "zk2", 30L));
    }

    @Test
    void latencyGivesSlowerNodesFewerFiles() {
        Cluster cluster = Cluster.holding(60, 0, 0)
                .strategy("latency")
                .threshold(1)
                .weighing("zk1", 1, 4.0)
                .weighing("zk2", 1, 1.0)
                .weighing("zk3", 1, null);

        assertThat(balanced(cluster)).isEqualTo(Map.of("zk1", 10L, "zk2", 40L, "zk3", 10L));
    }

    @Test
    void latencyKeepsItsBandWhileTheMeasurementFlutters() {
        LatencyBands bands = new LatencyBands();

        assertThat(bands.band("zk1", 0.2)).isEqualTo(1);
        assertThat(bands.band("zk1", 1.2)).as("just over the edge").isEqualTo(1);
        assertThat(bands.band("zk1", 1.3)).isEqualTo(2);
        assertThat(bands.band("zk1", 0.9)).as("just below the edge").isEqualTo(2);
        assertThat(bands.band("zk1", 0.5)).isEqualTo(1);
        assertThat(bands.band("zk2", 100)).isEqualTo(128);
    }

    @Test
    void consistentHashKeepsLoadsWithinTheThreshold() {
        Cluster cluster = Cluster.holding(90, 0, 0).strategy("consistent-hash").threshold(5);

        Map<String, Long> files = balanced(cluster);

        assertThat(files.values()).allSatisfy(held -> assertThat(held).isBetween(24L, 36L));
    }

    @Test
    void consistentHashGivesAFileItsHomeWhateverTheOthersAreNamed() {
        ConsistentHashStrategy strategy = new ConsistentHashStrategy();
        List<Target> targets = new ArrayList<>();
        IntStream.rangeClosed(1, 5).forEach(n -> targets.add(new Target(n - 1, "zk" + n, 0)));
        List<String> names = targets.stream().map(Target::node).toList();

        List<Target> order = strategy.preference("some-file", targets, names, 5);

        assertThat(order).containsExactlyInAnyOrderElementsOf(targets);
        assertThat(strategy.preference("some-file", targets, names, 5)).isEqualTo(order);
        List<Target> without =
                targets.stream().filter(target -> !target.equals(order.get(0))).toList();
        assertThat(strategy.preference("some-file", without, names, 5).get(0)).isEqualTo(order.get(1));
    }

    @Test
    void ringMovesOnlyTheKeysOfTheNodeThatLeaves() {
        HashRing five = new HashRing(List.of("zk1", "zk2", "zk3", "zk4", "zk5"));
        HashRing four = new HashRing(List.of("zk1", "zk2", "zk4", "zk5"));
        Map<String, Integer> shares = new HashMap<>();
        for (int key = 0; key < 20_000; key++) {
            String home = five.walk("key-" + key).get(0);
            shares.merge(home, 1, Integer::sum);
            String after = four.walk("key-" + key).get(0);
            if (!home.equals("zk3")) {
                assertThat(after).isEqualTo(home);
            }
        }
        assertThat(shares.values()).allSatisfy(share -> assertThat(share).isBetween(3_200, 4_800));
    }

    @Test
    void unknownStrategyIsRefusedWithThoseThatThereAre() {
        assertThatThrownBy(() -> new Strategies().of("astrology"))
                .isInstanceOf(ProblemException.class)
                .satisfies(failure -> assertThat(
                                ((ProblemException) failure).problem().allowed())
                        .isEqualTo("one of file-count, bytes, weighted, latency, consistent-hash"));
    }
}
