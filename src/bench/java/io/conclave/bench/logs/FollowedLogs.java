package io.conclave.bench.logs;

import com.sun.management.OperatingSystemMXBean;
import io.conclave.bench.Figure;
import io.conclave.bench.Goal;
import io.conclave.bench.Miss;
import io.conclave.bench.Rounds;
import io.conclave.logs.LogService;
import io.conclave.logs.follow.Feeder;
import io.conclave.logs.follow.FileSource;
import io.conclave.logs.follow.Sources;
import io.conclave.logs.index.EmbeddedIndex;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** What it costs to follow logs that are written to at a steady rate: the processor time of this whole process. */
final class FollowedLogs {

    private static final int LINES_PER_SECOND = 1_000;
    private static final int STEPS_PER_SECOND = 20;
    private static final int WARM_UP_SECONDS = 10;
    private static final int SECONDS = 20;

    private FollowedLogs() {}

    /** The share of one processor while they are followed, and while they are only written. */
    static Figure cost(Path folder) throws Exception {
        double written = share(folder.resolve("alone"), false);
        double followed = share(folder.resolve("followed"), true);
        return Rounds.of(List.of(100 * (followed - written)), List.of(100.0))
                .figure(
                        "following " + LINES_PER_SECOND + " lines a second",
                        "% of a processor",
                        "one processor",
                        Goal.ratioAtMost(0.1));
    }

    private static double share(Path folder, boolean followed) throws Exception {
        Files.createDirectories(folder);
        Path file = folder.resolve("zk1.log");
        Files.createFile(file);
        try (EmbeddedIndex index = new EmbeddedIndex(
                        folder.resolve("logs.db"),
                        Duration.ofDays(3_650),
                        4L << 30,
                        Duration.ofSeconds(3),
                        Clock.systemUTC());
                Feeder feeder = new Feeder(
                        index,
                        Sources.of(List.of(
                                new FileSource("zk1/server.log", LogService.ZOOKEEPER, "zk1", file, ZoneOffset.UTC))),
                        System::currentTimeMillis,
                        System::nanoTime);
                BufferedWriter out = Files.newBufferedWriter(file)) {
            if (followed) {
                feeder.start();
            }
            write(out, WARM_UP_SECONDS);
            long cpu = cpuNanos();
            long begun = System.nanoTime();
            write(out, SECONDS);
            double share = (double) (cpuNanos() - cpu) / (System.nanoTime() - begun);
            Miss.unless(share > 0, "the process took no time");
            return share;
        }
    }

    private static void write(BufferedWriter out, int seconds) throws IOException, InterruptedException {
        SplittableRandom random = new SplittableRandom(seconds);
        long begun = System.nanoTime();
        for (int step = 0; step < seconds * STEPS_PER_SECOND; step++) {
            List<String> lines = new ArrayList<>();
            for (int i = 0; i < LINES_PER_SECOND / STEPS_PER_SECOND; i++) {
                lines.add(LogCorpus.line(System.currentTimeMillis(), 1, random, false));
            }
            out.write(String.join("", lines));
            out.flush();
            long due = begun + (step + 1) * 1_000_000_000L / STEPS_PER_SECOND;
            long left = (due - System.nanoTime()) / 1_000_000;
            if (left > 0) {
                Thread.sleep(left);
            }
        }
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }
}
