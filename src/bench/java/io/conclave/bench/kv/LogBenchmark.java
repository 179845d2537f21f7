package io.conclave.bench.kv;

import io.conclave.bench.Benchmark;
import io.conclave.bench.Figure;
import io.conclave.bench.Goal;
import io.conclave.bench.Rounds;
import io.conclave.bench.Workshop;
import java.util.ArrayList;
import java.util.List;

/**
 * The storage engine alone: how fast a log is opened, which is to read it, check it and build the index, against a
 * plain read of the same file with one CRC32C over it; and how fast a snapshot comes from one log to another's disk,
 * checked and opened, against a copy of the file. A log is opened both from the disk, as after a machine has started,
 * and from the page cache, as after a process has, where memory is so fast that only what is done with each record
 * counts.
 */
public final class LogBenchmark implements Benchmark {

    private static final int ROUNDS = 9;
    private static final int WARM_UPS = 3;
    private static final String UNIT = "MB/s";
    private static final String PLAIN_READ = "plain read with CRC32C";

    @Override
    public String name() {
        return "kv-log";
    }

    @Override
    public List<Figure> run(Workshop workshop) throws Exception {
        List<Figure> figures = new ArrayList<>();
        FilledLog large = FilledLog.write(workshop.newFolder("large"), 20_000, 10 << 10);
        figures.addAll(recovery(large, "10 KiB"));
        figures.addAll(recovery(FilledLog.write(workshop.newFolder("small"), 300_000, 256), "256 bytes"));
        Rounds catchUp = Rounds.take(WARM_UPS, ROUNDS, large::sendToAnother, large::copy);
        figures.add(catchUp.figure("kv catch-up by snapshot", UNIT, "file copy", Goal.ratioAtLeast(0.6)));
        return figures;
    }

    private static List<Figure> recovery(FilledLog log, String values) throws Exception {
        String name = "kv recovery scan, values of " + values;
        Goal goal = Goal.ratioAtLeast(0.7);
        return List.of(
                Rounds.take(1, ROUNDS, log::openCold, log::readPlainlyCold)
                        .figure(name + ", from the disk", UNIT, PLAIN_READ, goal),
                Rounds.take(WARM_UPS, ROUNDS, log::open, log::readPlainly)
                        .figure(name + ", from memory", UNIT, PLAIN_READ, goal));
    }
}
