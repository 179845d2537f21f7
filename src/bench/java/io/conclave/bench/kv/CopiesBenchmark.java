package io.conclave.bench.kv;

import io.conclave.bench.Benchmark;
import io.conclave.bench.Figure;
import io.conclave.bench.Goal;
import io.conclave.bench.Workshop;
import io.conclave.bench.kv.Comparison.Call;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts and gets of every store with so many copies, small values and larger ones, one client and many. All stores run
 * at the same time and are loaded in turns.
 */
public final class CopiesBenchmark implements Benchmark {

    private static final int ROUNDS = Integer.getInteger("bench.kv.rounds", 5);
    private static final Duration TIME = Duration.ofMillis(Integer.getInteger("bench.kv.ms", 1_000));
    private static final Duration WARM_UP = Duration.ofSeconds(12);
    private static final Duration LIMIT = Duration.ofMinutes(20);
    private static final int[] VALUE_BYTES = {256, 10 << 10};
    private static final int[] CLIENTS = {1, 16, 64};
    private static final int MOST_CLIENTS = 64;

    private final int copies;
    private final String name;

    /**
     * @param copies of each key
     * @param name of the benchmark
     */
    public CopiesBenchmark(int copies, String name) {
        this.copies = copies;
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Duration limit() {
        return LIMIT;
    }

    @Override
    public List<Figure> run(Workshop workshop) throws Exception {
        try (Stores stores = new Stores()) {
            stores.start(workshop, copies);
            Comparison comparison = new Comparison(stores.all());
            for (int valueBytes : VALUE_BYTES) {
                comparison.warmUp(new Load(MOST_CLIENTS, valueBytes, WARM_UP));
            }
            List<Load> loads = loads();
            for (int round = 0; round < ROUNDS; round++) {
                comparison.measure(round, loads);
            }
            comparison.requireEqualMembers();
            return figures(comparison, loads);
        }
    }

    private static List<Load> loads() {
        List<Load> loads = new ArrayList<>();
        for (int valueBytes : VALUE_BYTES) {
            for (int clients : CLIENTS) {
                loads.add(new Load(clients, valueBytes, TIME));
            }
        }
        return loads;
    }

    private List<Figure> figures(Comparison comparison, List<Load> loads) {
        List<Figure> figures = new ArrayList<>();
        for (Load load : loads) {
            boolean small = load.valueBytes() == VALUE_BYTES[0];
            figures.addAll(
                    comparison.speed(Call.PUT, load, "raw fdatasync", copies, when(small, Goal.ratioAtLeast(0.4))));
            figures.addAll(comparison.speed(Call.PUT, load, "etcd", copies, when(small, besideEtcd(load))));
            figures.addAll(comparison.p50(Call.PUT, load, "etcd", copies));
            figures.addAll(comparison.p99(
                    Call.PUT, load, "etcd", copies, when(small && isCrowded(load), Goal.ratioAtMost(0.5))));
            figures.addAll(comparison.speed(
                    Call.PUT, load, "ZooKeeper", copies, when(small && isCrowded(load), Goal.ratioAtLeast(2))));
            figures.addAll(comparison.speed(
                    Call.PUT,
                    load,
                    "redis",
                    copies,
                    when(small && load.clients() == MOST_CLIENTS, Goal.ratioAtLeast(1))));
            figures.addAll(comparison.speed(Call.GET, load, "etcd", copies, when(small, Goal.ratioAtLeast(3))));
            figures.addAll(comparison.p50(Call.GET, load, "etcd", copies));
            figures.addAll(comparison.p99(Call.GET, load, "etcd", copies));
            figures.addAll(comparison.speed(Call.GET, load, "ZooKeeper", copies));
            figures.addAll(comparison.speed(Call.GET, load, "redis", copies));
        }
        return figures;
    }

    private Goal besideEtcd(Load load) {
        if (copies == 1) {
            return load.clients() == 1 ? Goal.ratioAtLeast(1.8) : null;
        }
        return isCrowded(load) ? Goal.ratioAtLeast(3) : null;
    }

    /** What the goals for several copies are for. */
    private boolean isCrowded(Load load) {
        return copies > 1 && load.clients() == MOST_CLIENTS;
    }

    private static Goal[] when(boolean applies, Goal goal) {
        return applies && goal != null ? new Goal[] {goal} : new Goal[0];
    }
}
