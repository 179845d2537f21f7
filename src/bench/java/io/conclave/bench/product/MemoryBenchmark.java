package io.conclave.bench.product;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.bench.Benchmark;
import io.conclave.bench.Figure;
import io.conclave.bench.Goal;
import io.conclave.bench.Miss;
import io.conclave.bench.Rounds;
import io.conclave.bench.Workshop;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Physical memory of a controller that was started with a hundred thousand files, has listed each of them once, and has
 * given each the znode that it lacked: at rest, when it has had some time in which there was nothing to do, and the
 * most that it ever was. Against its own after a start with no files.
 */
public final class MemoryBenchmark implements Benchmark {

    private static final int FILES = 100_000;
    private static final int REST_S = 25;
    private static final int ZNODES_LIMIT_S = 100;
    private static final double GOAL_MB = 250;
    private static final String UNIT = "MB";
    private static final String PEER = "without any";

    /** Resident memory in megabytes. */
    private record Resident(double atRest, double highest) {}

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public List<Figure> run(Workshop workshop) throws Exception {
        Path folder = workshop.newFolder("demo");
        Resident without = resident(folder, 0);
        ManyFiles.add(folder.resolve("data"), FILES);
        Resident with = resident(folder, FILES);
        return List.of(
                Rounds.of(List.of(with.atRest()), List.of(without.atRest()))
                        .figure("memory at rest with 100,000 files", UNIT, PEER, Goal.valueAtMost(GOAL_MB)),
                Rounds.of(List.of(with.highest()), List.of(without.highest()))
                        .figure("memory at its highest with 100,000 files", UNIT, PEER));
    }

    private static Resident resident(Path folder, int files) throws Exception {
        try (Demo demo = Demo.start(folder)) {
            int listed = demo.files().size();
            long counted = demo.call("GET", "/api/overview", null)
                    .at("/counts/totalFiles")
                    .asLong();
            Miss.unless(
                    listed == files && counted == files,
                    "there are %d files, but %d are listed and %d counted",
                    files,
                    listed,
                    counted);
            awaitZnodes(demo, files);
            TimeUnit.SECONDS.sleep(REST_S);
            return new Resident(demo.residentMegabytes(), demo.highestResidentMegabytes());
        }
    }

    private static void awaitZnodes(Demo demo, int files) throws Exception {
        for (int second = 0; second < ZNODES_LIMIT_S; second++) {
            boolean all = true;
            for (JsonNode node : demo.call("GET", "/api/nodes", null)) {
                all &= node.path("znodes").asLong() >= files;
            }
            if (all) {
                return;
            }
            TimeUnit.SECONDS.sleep(1);
        }
        Miss.unless(false, "not every file had a znode on every server after %d s", ZNODES_LIMIT_S);
    }
}
