package io.conclave.bench.plan;

import io.conclave.bench.Benchmark;
import io.conclave.bench.Figure;
import io.conclave.bench.Goal;
import io.conclave.bench.Miss;
import io.conclave.bench.Rounds;
import io.conclave.bench.Workshop;
import io.conclave.scheduler.PlanCost;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * The cost of a plan after a change, with a thousand files to a million, against the same with a thousand. Each number
 * is measured in a JVM of its own, in turns.
 */
public final class PlanBenchmark implements Benchmark {

    private static final int FEW = 1_000;
    private static final int MANY = 100_000;
    private static final int MOST = 1_000_000;
    private static final int ROUNDS = 3;
    private static final int ITERATIONS = 150;
    private static final double UNDISTURBED = 10;
    private static final String UNIT = "us";
    private static final String PEER = "with 1,000 files";

    /** What the tree's depth and the caches may add; a scan would be a thousand times as much. */
    private static final Goal DOES_NOT_GROW = Goal.ratioAtMost(1.5);

    private static final double GOAL_US = 50;

    @Override
    public String name() {
        return "plan";
    }

    @Override
    public List<Figure> run(Workshop workshop) throws Exception {
        Map<Integer, List<Double>> costs = new TreeMap<>();
        for (int i = 0; i < ROUNDS; i++) {
            for (int files : new int[] {FEW, MANY, MOST}) {
                costs.computeIfAbsent(files, key -> new ArrayList<>()).add(cost(files));
            }
        }
        List<Double> few = costs.get(FEW);
        return List.of(
                Rounds.of(costs.get(MANY), few).figure("plan with 100,000 files", UNIT, PEER, DOES_NOT_GROW),
                Rounds.of(costs.get(MOST), few)
                        .figure("plan with 1,000,000 files", UNIT, PEER, DOES_NOT_GROW, Goal.valueAtMost(GOAL_US)));
    }

    private static double cost(int files) throws Miss {
        var options = new OptionsBuilder()
                .include(PlanCost.class.getName())
                .param("files", Integer.toString(files))
                .jvmArgs("-Xmx1g")
                .forks(1)
                .warmupIterations(4)
                .warmupTime(TimeValue.milliseconds(250))
                .measurementIterations(ITERATIONS)
                .measurementTime(TimeValue.milliseconds(10))
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();
        try {
            // Of many short iterations the lower ones: those in which nothing else had the processor.
            return new Runner(options)
                    .runSingle()
                    .getPrimaryResult()
                    .getStatistics()
                    .getPercentile(UNDISTURBED);
        } catch (RunnerException e) {
            Miss.unless(false, "with %d files: %s", files, e.getMessage());
            throw new IllegalStateException(e);
        }
    }
}
