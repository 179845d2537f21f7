package io.conclave.bench.kv;

import io.conclave.bench.Benchmark;
import io.conclave.bench.Figure;
import io.conclave.bench.Goal;
import io.conclave.bench.Miss;
import io.conclave.bench.Rounds;
import io.conclave.bench.Workshop;
import java.time.Duration;
import java.util.List;

/**
 * Shows that the suite would notice a store that does not sync: puts of one client to a product that leaves the syncs
 * out, against one that does not. A benchmark for which both are the same measures something else.
 */
public final class SyncBenchmark implements Benchmark {

    private static final int ROUNDS = 7;
    private static final Load WARM_UP = new Load(16, 256, Duration.ofSeconds(4));
    private static final Load LOAD = new Load(1, 256, Duration.ofSeconds(1));
    private static final double NOTICEABLE = 1.3;

    @Override
    public String name() {
        return "kv-sync";
    }

    @Override
    public List<Figure> run(Workshop workshop) throws Exception {
        Conclave.Settings settings = Conclave.Settings.compared(workshop.newFolder("synced"), 1);
        Conclave.Settings unsynced =
                Conclave.Settings.compared(workshop.newFolder("unsynced"), 1).unsynced();
        try (Conclave with = Conclave.start(settings);
                Conclave without = Conclave.start(unsynced)) {
            with.put(WARM_UP);
            without.put(WARM_UP);
            Rounds rounds = Rounds.take(1, ROUNDS, () -> without.put(LOAD).perSecond(), () -> with.put(LOAD)
                    .perSecond());
            Miss.unless(with.syncs() > 0 && without.syncs() == 0, "the wrong one of the two has synced its writes");
            return List.of(rounds.figure(
                    "kv puts, 1 copy, " + LOAD.text() + ", not synced",
                    "puts/s",
                    "Conclave, synced",
                    Goal.ratioAtLeast(NOTICEABLE)));
        }
    }
}
