package io.conclave.scheduler;

import io.conclave.bench.SampleEnsemble;
import io.conclave.files.FileChange;
import io.conclave.files.StoredFile;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What it costs to have a new plan after a file has come or gone: the index brought up to date, the plan computed,
 * explained, hashed and named. It is in the scheduler's package, since nothing of this is public.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PlanCost {

    private static final List<String> NODES = List.of("zk1", "zk2", "zk3");
    private static final PlanSettings SETTINGS = new PlanSettings("file-count", 5, 1, true);
    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

    /** The first id of version 7, RFC 9562; the others count its milliseconds up. */
    private static final long FIRST_HIGH = 0x0195_f2a0_0000_7000L;

    private static final long ONE_MS = 1L << 16;
    private static final long LOW = 0x8000_0000_0000_0000L;

    /** Enough for all of it to be compiled to its end; counted, since on a busy machine no time would be enough. */
    private static final int PLANS_BEFORE = 40_000;

    /** How many files there are. */
    @Param({"1000"})
    public int files;

    private FileIndex index;
    private CurrentPlan current;
    private FileChange added;
    private FileChange removed;
    private long changes;

    /** Half of the files on the first node, a quarter on each of the others, so that there is something to move. */
    @Setup
    public void fill() {
        index = new FileIndex(NODES);
        for (int i = 0; i < files; i++) {
            String node = NODES.get(i % 4 < 2 ? 0 : i % 4 - 1);
            index.add(node, FileEntry.of(id(i), 1024, AT, "file-" + i));
        }
        StoredFile newest =
                new StoredFile(id(files), "newest", "zk1", "zk1/newest", 1024, "0".repeat(64), List.of(), AT, AT);
        added = new FileChange.Added(newest);
        removed = new FileChange.Removed(newest);
        Situation situation = new Situation(NODES, Map.of());
        situation.learn(SampleEnsemble.state());
        current = new CurrentPlan(
                new Planner(new Strategies()),
                new PlanBook(() -> "plan-" + changes, Clock.systemUTC()),
                () -> situation.inputs(index, SETTINGS),
                index,
                System::nanoTime,
                timing -> {});
        for (int i = 0; i < PLANS_BEFORE; i++) {
            planAfterChange();
        }
    }

    private static String id(int number) {
        return new UUID(FIRST_HIGH + number * ONE_MS, LOW).toString();
    }

    /** One change of the files and the plan that follows. */
    @Benchmark
    public Plan planAfterChange() {
        index.apply(changes++ % 2 == 0 ? added : removed);
        current.outdate();
        return current.get().plan();
    }

    /** The plan must be the right one, or how quick it was says nothing. */
    @TearDown
    public void check() {
        index.apply(added);
        current.outdate();
        Plan plan = current.get().plan();
        boolean right = plan.totalFiles() == files + 1L
                && plan.counts().get("zk1") == files / 2 + 1L
                && plan.shouldMigrate()
                && plan.reason() == PlanReason.MIGRATE
                && "zk1".equals(plan.sourceNode())
                && "zk2".equals(plan.targetNode())
                && id(files).equals(plan.candidate().id())
                && plan.verdicts().size() == NODES.size();
        if (!right) {
            throw new IllegalStateException("with " + files + " files the plan is wrong: " + plan);
        }
    }
}
