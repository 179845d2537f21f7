package io.conclave.bench.product;

import io.conclave.bench.Benchmark;
import io.conclave.bench.Figure;
import io.conclave.bench.Goal;
import io.conclave.bench.Miss;
import io.conclave.bench.Rounds;
import io.conclave.bench.Workshop;
import java.nio.file.Path;
import java.util.List;

/**
 * Physical memory of a controller that was started with a hundred thousand files and has listed each of them once,
 * against its own after a start with none.
 */
public final class MemoryBenchmark implements Benchmark {

    private static final int FILES = 100_000;
    private static final double GOAL_MB = 250;

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public List<Figure> run(Workshop workshop) throws Exception {
        Path folder = workshop.newFolder("demo");
        double without = megabytes(folder, 0);
        ManyFiles.add(folder.resolve("data"), FILES);
        double with = megabytes(folder, FILES);
        return List.of(Rounds.of(List.of(with), List.of(without))
                .figure("resident memory with 100,000 files", "MB", "without any", Goal.valueAtMost(GOAL_MB)));
    }

    private static double megabytes(Path folder, int files) throws Exception {
        try (Demo demo = Demo.start(folder)) {
            int listed = demo.files().size();
            long counted =
                    demo.call("GET", "/api/overview", null).at("/counts/totalFiles").asLong();
            Miss.unless(
                    listed == files && counted == files,
                    "there are %d files, but %d are listed and %d counted",
                    files,
                    listed,
                    counted);
            return demo.residentMegabytes();
        }
    }
}
