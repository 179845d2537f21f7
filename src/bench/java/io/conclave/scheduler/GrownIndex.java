package io.conclave.scheduler;

import io.conclave.bench.SampleEnsemble;
import io.conclave.bus.Json;
import io.conclave.ensemble.EnsembleState;
import io.conclave.files.FileChange;
import io.conclave.files.StoredFile;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** A scheduler's part of the memory and of the time, with as many files and nodes as are asked for. */
public final class GrownIndex {

    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
    private static final PlanSettings SETTINGS = new PlanSettings("file-count", 5, 1, true);
    private static final long LOW = 0x8000_0000_0000_0000L;
    private static final long ONE_MS = 1L << 16;
    private static final long FIRST_HIGH = 0x0195_f2a0_0000_7000L;
    private static final int ROUNDS = 400;

    private final int nodes;
    private final long files;
    private final List<String> names;
    private final FileIndex index;

    private GrownIndex(int nodes, long files) {
        this.nodes = nodes;
        this.files = files;
        this.names = IntStream.rangeClosed(1, nodes).mapToObj(i -> "zk" + i).toList();
        this.index = new FileIndex(names);
    }

    /**
     * Prints {@code bytes of memory a file, ms a plan, ms to encode the ensemble's message, its kB}.
     *
     * @param args nodes and files
     */
    public static void main(String[] args) {
        GrownIndex grown = new GrownIndex(Integer.parseInt(args[0]), Long.parseLong(args[1]));
        long before = used();
        grown.fill();
        double bytesAFile = (double) (used() - before) / grown.files;
        EnsembleState ensemble = SampleEnsemble.state(grown.nodes);
        double planMs = grown.plan(ensemble);
        double encodeMs = median(() -> Json.encode(ensemble).length());
        System.out.printf(
                "%.1f %.3f %.3f %.1f%n",
                bytesAFile, planMs, encodeMs, Json.encode(ensemble).length() / 1e3);
    }

    private static long used() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static String id(long number) {
        return new UUID(FIRST_HIGH + number * ONE_MS, LOW).toString();
    }

    /** The first node has a ninety-seventh of all files besides its share, so that there is something to move. */
    private void fill() {
        for (long i = 0; i < files; i++) {
            String node = names.get(i % 97 == 0 ? 0 : (int) (i % nodes));
            index.add(
                    node,
                    new FileEntry(FIRST_HIGH + i * ONE_MS, LOW, 1_024, AT.toEpochMilli() + i, "upload-" + i + ".bin"));
        }
    }

    /** A change of the files, and the plan that follows, with a verdict for each node. */
    private double plan(EnsembleState ensemble) {
        StoredFile newest =
                new StoredFile(id(files), "newest", "zk1", "zk1/newest", 1_024, "0".repeat(64), List.of(), AT, AT);
        FileChange added = new FileChange.Added(newest);
        FileChange removed = new FileChange.Removed(newest);
        Situation situation = new Situation(names, Map.of());
        situation.learn(ensemble);
        CurrentPlan current = new CurrentPlan(
                new Planner(new Strategies()),
                new PlanBook(() -> "plan", Clock.systemUTC()),
                () -> situation.inputs(index, SETTINGS),
                index,
                System::nanoTime,
                timing -> {});
        boolean[] there = new boolean[1];
        double ms = median(() -> {
            index.apply(there[0] ? removed : added);
            there[0] = !there[0];
            current.outdate();
            return current.get().plan().verdicts().size();
        });
        Plan plan = current.get().plan();
        if (!plan.shouldMigrate()
                || !"zk1".equals(plan.sourceNode())
                || plan.verdicts().size() != nodes) {
            throw new IllegalStateException("the plan is wrong: " + plan.reason() + " from " + plan.sourceNode());
        }
        return ms;
    }

    private static double median(Supplier<Integer> work) {
        double[] taken = new double[ROUNDS];
        for (int i = 0; i < 2 * ROUNDS; i++) {
            long begin = System.nanoTime();
            if (work.get() == 0) {
                throw new IllegalStateException("nothing was done");
            }
            taken[i % ROUNDS] = (System.nanoTime() - begin) / 1e6;
        }
        Arrays.sort(taken);
        return taken[ROUNDS / 2];
    }
}
