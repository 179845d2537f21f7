package io.conclave.kv.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HashRingTest {

    private static final long SEED = 20_260_726;

    @Test
    void aKeysPlaceIsItsCrc32() {
        assertThat(Place.of("123456789".getBytes(StandardCharsets.US_ASCII))).isEqualTo(0xcbf43926L);
        assertThat(Place.of(new byte[0])).isZero();
    }

    @Test
    void aPlaceBelongsToTheFirstPointAtOrAfterItAndBeyondTheLastToTheFirst() {
        HashRing ring = HashRing.of(2, List.of("alpha", "beta"));
        List<String> nodes = List.of("alpha#0", "alpha#1", "beta#0", "beta#1");
        List<String> sorted = nodes.stream()
                .sorted((a, b) -> Long.compare(Place.of(a), Place.of(b)))
                .toList();
        for (int i = 0; i < sorted.size(); i++) {
            String node = sorted.get(i);
            String following = sorted.get((i + 1) % sorted.size());
            assertThat(ring.owner(Place.of(node))).contains(groupOf(node));
            assertThat(ring.owner(Place.of(node) + 1)).contains(groupOf(following));
        }
        assertThat(ring.owner(0)).contains(groupOf(sorted.get(0)));
        assertThat(ring.owner(Place.COUNT - 1)).contains(groupOf(sorted.get(0)));
    }

    @Test
    void theOrderInWhichGroupsAreGivenDoesNotMatter() {
        HashRing one = HashRing.of(8, List.of("a", "b", "c"));
        HashRing other = HashRing.of(8, List.of("c", "a", "b", "a"));
        Random random = new Random(SEED);
        for (int i = 0; i < 10_000; i++) {
            long place = random.nextLong(Place.COUNT);
            assertThat(one.owner(place)).isEqualTo(other.owner(place));
        }
    }

    @Test
    void aRingWithoutGroupsOwnsNothingAndOneGroupOwnsAll() {
        assertThat(HashRing.of(2, List.of()).owner(5)).isEmpty();
        HashRing lone = HashRing.of(1, List.of("only"));
        assertThat(lone.arcs("only")).singleElement().satisfies(arc -> {
            assertThat(arc.length()).isEqualTo(Place.COUNT);
            assertThat(arc.contains(0)).isTrue();
            assertThat(arc.contains(Place.COUNT - 1)).isTrue();
        });
        assertThat(lone.balance().maxOverMean()).isEqualTo(1);
    }

    @Test
    void arcsCoverEveryPlaceOnce() {
        HashRing ring = HashRing.of(4, List.of("a", "b", "c"));
        Random random = new Random(SEED);
        for (int i = 0; i < 10_000; i++) {
            long place = random.nextLong(Place.COUNT);
            for (String group : ring.groups()) {
                assertThat(ring.arcs(group).stream()
                                .filter(arc -> arc.contains(place))
                                .count())
                        .isEqualTo(ring.owner(place).orElseThrow().equals(group) ? 1 : 0);
            }
        }
        assertThat(ring.balance().shares().values().stream()
                        .mapToDouble(Double::doubleValue)
                        .sum())
                .isCloseTo(1, within(1e-9));
    }

    @Test
    void whereTwoPointsMeetTheGroupThatSortsFirstKeepsThePlace() {
        List<String> met = collidingGroups();
        String first = met.get(0);
        String second = met.get(1);
        long place = Place.of(first + "#0");
        assertThat(place).isEqualTo(Place.of(second + "#0"));

        HashRing ring = HashRing.of(1, List.of(second, first));

        assertThat(ring.owner(place)).contains(first);
        assertThat(ring.owner(Place.of(second + "#0#1"))).contains(second);
        assertThat(ring.arcs(second)).hasSize(1);
        assertThat(HashRing.of(1, List.of(second)).owner(place)).contains(second);
    }

    @Test
    void aCollisionMovesNoPlaceThatTheHandOversDoNotName() {
        List<String> met = collidingGroups();
        HashRing before = HashRing.of(1, List.of(met.get(1), "other"));
        HashRing after = HashRing.of(1, List.of(met.get(0), met.get(1), "other"));
        assertMovesAreExact(before, after);
    }

    @Test
    void aNewGroupOnlyTakesAndARemovedOneOnlyGives() {
        HashRing three = HashRing.of(16, List.of("a", "b", "c"));
        HashRing four = HashRing.of(16, List.of("a", "b", "c", "d"));

        assertThat(three.movesTo(four).keySet()).isNotEmpty().allMatch(move -> move.to()
                .equals("d"));
        assertThat(four.movesTo(three).keySet()).isNotEmpty().allMatch(move -> move.from()
                .equals("d"));
        assertThat(three.movesTo(three)).isEmpty();
        assertMovesAreExact(three, four);
        assertMovesAreExact(four, three);
        assertMovesAreExact(three, HashRing.of(3, List.of("a", "b", "c")));
    }

    private static void assertMovesAreExact(HashRing before, HashRing after) {
        Map<Transfer, List<Arc>> moves = before.movesTo(after);
        Random random = new Random(SEED);
        for (int i = 0; i < 20_000; i++) {
            long place = random.nextLong(Place.COUNT);
            String from = before.owner(place).orElseThrow();
            String to = after.owner(place).orElseThrow();
            List<Transfer> naming = moves.entrySet().stream()
                    .filter(move -> move.getValue().stream().anyMatch(arc -> arc.contains(place)))
                    .map(Map.Entry::getKey)
                    .toList();
            assertThat(naming).isEqualTo(from.equals(to) ? List.of() : List.of(new Transfer(from, to)));
        }
    }

    /** The medians that are told to users: few virtual nodes are uneven, many are even. */
    @ParameterizedTest
    @CsvSource({"2, 3, 1.35, 1.65", "2, 5, 1.6, 2.05", "2, 10, 1.95, 2.5", "256, 5, 1.02, 1.25"})
    void fewVirtualNodesAreUneven(int virtualNodes, int groups, double least, double most) {
        Random random = new Random(SEED);
        double[] skews = IntStream.range(0, 200)
                .mapToDouble(run -> HashRing.of(virtualNodes, randomNames(random, groups))
                        .balance()
                        .maxOverMean())
                .sorted()
                .toArray();
        assertThat(skews[skews.length / 2]).isBetween(least, most);
    }

    @Test
    void sharesForetellWhereKeysLie() {
        HashRing ring = HashRing.of(2, List.of("a", "b", "c"));
        Map<String, Integer> counts = new HashMap<>();
        int keys = 100_000;
        for (int i = 0; i < keys; i++) {
            byte[] key = ("user/" + i).getBytes(StandardCharsets.UTF_8);
            counts.merge(ring.owner(Place.of(key)).orElseThrow(), 1, Integer::sum);
        }
        ring.balance().shares().forEach((group, share) -> assertThat((double) counts.getOrDefault(group, 0) / keys)
                .isCloseTo(share, within(0.02)));
    }

    @Test
    void numbersOfVirtualNodesThatAreNotAllowedAreRefusedByName() {
        for (int wrong : new int[] {0, -1, 1_025}) {
            assertThatThrownBy(() -> HashRing.of(wrong, List.of("a")))
                    .hasMessageContaining("virtual nodes are 1 to 1024, not " + wrong);
        }
    }

    private static List<String> randomNames(Random random, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> randomName(random))
                .distinct()
                .toList();
    }

    private static String randomName(Random random) {
        char[] name = new char[10];
        for (int i = 0; i < name.length; i++) {
            name[i] = (char) ('a' + random.nextInt(26));
        }
        return new String(name);
    }

    /** Two names, sorted, whose first points have one CRC32: among 200,000 random ones a few pairs have. */
    private static List<String> collidingGroups() {
        Random random = new Random(SEED);
        Map<Long, String> seen = new HashMap<>();
        for (int i = 0; i < 1_000_000; i++) {
            String name = randomName(random);
            String met = seen.putIfAbsent(Place.of(name + "#0"), name);
            if (met != null && !met.equals(name)) {
                List<String> pair = new ArrayList<>(Arrays.asList(met, name));
                pair.sort(null);
                return pair;
            }
        }
        throw new AssertionError("no two of a million names met");
    }

    private static String groupOf(String node) {
        return node.substring(0, node.indexOf('#'));
    }
}
