package io.conclave.bench.kv;

import io.conclave.bench.Benchmark;
import io.conclave.bench.Figure;
import io.conclave.bench.Quantity;
import io.conclave.bench.Rounds;
import io.conclave.bench.Spread;
import io.conclave.bench.Workshop;
import io.conclave.kv.ring.HashRing;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How uneven a ring is: the share of its fullest group over the mean share, for many choices of groups' names. Nothing
 * is timed; the figures are there to choose the number of virtual nodes by.
 */
public final class RingBenchmark implements Benchmark {

    private static final int CHOICES = 2_000;
    private static final int LETTERS = 26;
    private static final int NAME_LENGTH = 8;
    private static final String UNIT = "of the mean";
    private static final String PEER = "an even ring";

    @Override
    public String name() {
        return "kv-ring";
    }

    @Override
    public List<Figure> run(Workshop workshop) {
        return Stream.of(figures(2, 3), figures(256, 5)).flatMap(List::stream).toList();
    }

    private static List<Figure> figures(int virtualNodes, int groups) {
        Random random = new Random(1);
        double[] sorted = IntStream.range(0, CHOICES)
                .mapToDouble(i -> HashRing.of(virtualNodes, names(random, groups))
                        .balance()
                        .maxOverMean())
                .sorted()
                .toArray();
        String name = "kv ring, " + groups + " groups of " + virtualNodes + " virtual nodes, fullest group";
        List<Double> all = Arrays.stream(sorted).boxed().toList();
        double p95 = Spread.quantile(sorted, 0.95);
        return List.of(
                Rounds.of(all, all.stream().map(any -> 1.0).toList()).figure(name, UNIT, PEER),
                new Figure(
                        name + ", p95",
                        new Quantity("Conclave", p95, UNIT),
                        new Quantity(PEER, 1, UNIT),
                        new Spread(p95, p95, p95),
                        List.of()));
    }

    private static List<String> names(Random random, int groups) {
        return Stream.generate(() -> name(random)).distinct().limit(groups).toList();
    }

    private static String name(Random random) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < NAME_LENGTH; i++) {
            name.append((char) ('a' + random.nextInt(LETTERS)));
        }
        return name.toString();
    }
}
