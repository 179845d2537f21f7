package io.conclave.bench.plan;

import io.conclave.bench.Benchmark;
import io.conclave.bench.ChildJvm;
import io.conclave.bench.Figure;
import io.conclave.bench.Miss;
import io.conclave.bench.Rounds;
import io.conclave.bench.Workshop;
import io.conclave.scheduler.GrownIndex;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * What grows with nodes and files in a controller: the memory of the index of all files, a plan, and the message that
 * tells of all nodes, up to a thousand nodes and a hundred million files. The nodes and files are made up; the index,
 * the planner and the message are the product's. It takes 8 GB of memory and some minutes.
 */
public final class GrowthBenchmark implements Benchmark {

    private static final int FEW_NODES = 3;
    private static final int MANY_NODES = 1_000;
    private static final long FEW_FILES = 1_000_000;
    private static final long MANY_FILES = 100_000_000;
    private static final int ROUNDS = 3;
    private static final long LIMIT_MINUTES = 10;

    /** What one run measured. */
    private record Grown(double bytesAFile, double planMs, double encodeMs, double kilobytes) {}

    @Override
    public String name() {
        return "growth";
    }

    /** A hundred million files alone take minutes. */
    @Override
    public Duration limit() {
        return Duration.ofMinutes(2 * LIMIT_MINUTES);
    }

    @Override
    public List<Figure> run(Workshop workshop) throws Exception {
        List<Grown> small = new ArrayList<>();
        List<Grown> wide = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            small.add(grow(FEW_NODES, FEW_FILES));
            wide.add(grow(MANY_NODES, FEW_FILES));
        }
        List<Grown> large = List.of(grow(MANY_NODES, MANY_FILES));
        String few = "3 nodes, 1,000,000 files";
        String many = "1,000 nodes, 1,000,000 files";
        return List.of(
                Rounds.of(each(large, Grown::bytesAFile), each(wide, Grown::bytesAFile))
                        .figure("memory a file, 1,000 nodes, 100,000,000 files", "bytes", many),
                Rounds.of(each(large, Grown::planMs), each(wide, Grown::planMs))
                        .figure("plan, 1,000 nodes, 100,000,000 files", "ms", many),
                Rounds.of(each(wide, Grown::planMs), each(small, Grown::planMs)).figure("plan, 1,000 nodes", "ms", few),
                Rounds.of(each(wide, Grown::encodeMs), each(small, Grown::encodeMs))
                        .figure("message of all nodes, 1,000 nodes, to encode", "ms", few),
                Rounds.of(each(wide, Grown::kilobytes), each(small, Grown::kilobytes))
                        .figure("message of all nodes, 1,000 nodes", "kB", few));
    }

    private static List<Double> each(List<Grown> runs, ToDoubleFunction<Grown> value) {
        return runs.stream().map(run -> value.applyAsDouble(run)).toList();
    }

    private static Grown grow(int nodes, long files) throws Exception {
        Process process = new ProcessBuilder(
                        ChildJvm.javaCommand(),
                        "-Xmx8g",
                        "-XX:+UseParallelGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        GrownIndex.class.getName(),
                        Integer.toString(nodes),
                        Long.toString(files))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            boolean ended = process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES);
            Miss.unless(ended && process.exitValue() == 0, "%d files on %d nodes could not be held", files, nodes);
            String line = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            double[] values = Stream.of(line.trim().split(" "))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
            return new Grown(values[0], values[1], values[2], values[3]);
        } finally {
            process.destroyForcibly();
        }
    }
}
