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
 * checked and opened, against a copy of the file. All are read from the page cache, which is the harder case for us.
 */
public final class LogBenchmark implements Benchmark {

    private static final int ROUNDS = 9;
    private static final int WARM_UPS = 3;
    private static final String UNIT = "MB/s";

    @Override
    public String name() {
        return "kv-log";
    }

    @Override
    public List<Figure> run(Workshop workshop) throws Exception {
        List<Figure> figures = new ArrayList<>();
        FilledLog large = FilledLog.write(workshop.newFolder("large"), 20_000, 10 << 10);
        figures.add(recovery(large, "10 KiB"));
        figures.add(recovery(FilledLog.write(workshop.newFolder("small"), 300_000, 256), "256 bytes"));
        Rounds catchUp = Rounds.take(WARM_UPS, ROUNDS, large::sendToAnother, large::copy);
        figures.add(catchUp.figure("kv catch-up by snapshot", UNIT, "file copy", Goal.ratioAtLeast(0.6)));
        return figures;
    }

    private static Figure recovery(FilledLog log, String values) throws Exception {
        Rounds rounds = Rounds.take(WARM_UPS, ROUNDS, log::open, log::readPlainly);
        return rounds.figure(
                "kv recovery scan, values of " + values, UNIT, "plain read with CRC32C", Goal.ratioAtLeast(0.7));
    }
}
