package io.conclave.bench.product;

import io.conclave.bench.Benchmark;
import io.conclave.bench.Figure;
import io.conclave.bench.Goal;
import io.conclave.bench.Miss;
import io.conclave.bench.Rounds;
import io.conclave.bench.Workshop;
import java.util.List;

/**
 * Physical memory of the controller when it has made a hundred thousand files and each is listed once, against its own
 * before the first of them.
 */
public final class MemoryBenchmark implements Benchmark {

    private static final int FILES = 100_000;
    private static final int FILES_A_CALL = 10_000;
    private static final double GOAL_MB = 250;

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public List<Figure> run(Workshop workshop) throws Exception {
        try (Demo demo = Demo.start(workshop.newFolder("demo"))) {
            double before = demo.residentMegabytes();
            for (int made = 0; made < FILES; made += FILES_A_CALL) {
                demo.call("POST", "/api/files/bulk-generate", "{\"count\":" + FILES_A_CALL + ",\"size_bytes\":64}");
            }
            int listed = demo.files().size();
            double after = demo.residentMegabytes();
            long counted = demo.call("GET", "/api/overview", null)
                    .at("/counts/totalFiles")
                    .asLong();
            Miss.unless(
                    listed == FILES && counted == FILES,
                    "%d files were made, but %d are listed and %d counted",
                    FILES,
                    listed,
                    counted);
            return List.of(Rounds.of(List.of(after), List.of(before))
                    .figure("resident memory with 100,000 files", "MB", "without any", Goal.valueAtMost(GOAL_MB)));
        }
    }
}
