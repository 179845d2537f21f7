package io.conclave.bench.journal;

import io.conclave.bench.Benchmark;
import io.conclave.bench.Figure;
import io.conclave.bench.ProductVertx;
import io.conclave.bench.Rounds;
import io.conclave.bench.Workshop;
import io.conclave.bus.ControllerRef;
import io.conclave.store.SqlDatabase;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Writes of the migration journal, three for each migration, each on disk before the next, against the same statements
 * on a bare SQLite connection with a commit for each. One migration at a time shows what the way to the writer thread
 * and back costs; 64 at once are how migrations run, and show what it wins that they share commits.
 */
public final class JournalBenchmark implements Benchmark {

    private static final int ROUNDS = 9;
    private static final int MIGRATIONS_ALONE = 300;
    private static final int MIGRATIONS_TOGETHER = 1_500;
    private static final int AT_ONCE = 64;
    private static final String PEER = "raw commits";
    private static final String UNIT = "writes/s";

    @Override
    public String name() {
        return "journal";
    }

    @Override
    public List<Figure> run(Workshop workshop) throws Exception {
        String ourUrl = url(workshop.newFolder("conclave"));
        String peerUrl = url(workshop.newFolder("raw"));
        ControllerRef self = new ControllerRef("bench", 1);
        SqlDatabase.open(peerUrl, self).close();
        Vertx vertx = ProductVertx.create();
        Rounds alone;
        Rounds together;
        JournalLoad ours;
        try (RawJournal raw = new RawJournal(peerUrl)) {
            try (SqlDatabase database = SqlDatabase.open(ourUrl, self)) {
                ours = new JournalLoad(vertx, database);
                alone = Rounds.take(2, ROUNDS, () -> ours.run(MIGRATIONS_ALONE, 1), () -> raw.run(MIGRATIONS_ALONE));
                together = Rounds.take(
                        1, ROUNDS, () -> ours.run(MIGRATIONS_TOGETHER, AT_ONCE), () -> raw.run(MIGRATIONS_ALONE));
            }
            raw.check(raw.written());
        } finally {
            vertx.close().await(10, TimeUnit.SECONDS);
        }
        try (RawJournal reread = new RawJournal(ourUrl)) {
            reread.check(ours.written());
        }
        return List.of(
                alone.figure("journal, one migration at a time", UNIT, PEER),
                together.figure("journal, " + AT_ONCE + " migrations at once", UNIT, PEER));
    }

    private static String url(Path folder) {
        return "jdbc:sqlite:" + folder.resolve("conclave.db");
    }
}
