package io.conclave.bench.kv;

import io.conclave.bench.Benchmark;
import io.conclave.bench.Figure;
import io.conclave.bench.Goal;
import io.conclave.bench.Rounds;
import io.conclave.bench.Workshop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How long nothing is acknowledged when the primary of three copies is killed, or ended in order, while a client puts
 * one value after another. After each, everything that was acknowledged is read back, and the ended member is started
 * again and in sync before the next. etcd's leader is treated alike; it counts its election time-out, a second, where
 * the product waits for a session to expire.
 */
public final class FailoverBenchmark implements Benchmark {

    private static final int COPIES = 3;
    private static final int ROUNDS = 5;
    private static final int SESSION_MS = 5_000;
    private static final double MOST_SESSIONS = 1.1;
    private static final double MOST_ORDERLY_MS = 200;
    private static final Duration LIMIT = Duration.ofMinutes(8);

    @Override
    public String name() {
        return "kv-failover";
    }

    @Override
    public Duration limit() {
        return LIMIT;
    }

    @Override
    public List<Figure> run(Workshop workshop) throws Exception {
        Outages ours = new Outages();
        Outages etcds = new Outages();
        Conclave.Settings settings =
                new Conclave.Settings(workshop.newFolder("conclave"), COPIES, COPIES, COPIES - 1, SESSION_MS, true);
        try (Conclave conclave = Conclave.start(settings);
                ConclaveFailover product = new ConclaveFailover(conclave)) {
            if (!Etcd.installed()) {
                workshop.note(
                        "etcd is not installed (etcd-server): failover is compared with the session time-out only");
                ours.measure(product, ROUNDS);
            } else {
                try (Etcd etcd = Etcd.start(workshop.newFolder("etcd"), COPIES)) {
                    EtcdFailover peer = new EtcdFailover(etcd);
                    for (int i = 0; i < ROUNDS; i++) {
                        ours.measure(product, 1);
                        etcds.measure(peer, 1);
                    }
                }
            }
        }
        return figures(ours, etcds);
    }

    private static List<Figure> figures(Outages ours, Outages etcds) {
        List<Figure> figures = new ArrayList<>();
        figures.add(Rounds.of(ours.killed, Collections.nCopies(ours.killed.size(), (double) SESSION_MS))
                .figure(
                        "kv, no put acknowledged, primary killed",
                        "ms",
                        "session time-out",
                        Goal.ratioAtMost(MOST_SESSIONS)));
        if (!etcds.killed.isEmpty()) {
            figures.add(Rounds.of(ours.killed, etcds.killed)
                    .figure("kv, no put acknowledged, primary killed", "ms", "etcd, leader killed"));
            figures.add(Rounds.of(ours.ended, etcds.ended)
                    .figure(
                            "kv, no put acknowledged, primary ended in order",
                            "ms",
                            "etcd, leader ended in order",
                            Goal.valueAtMost(MOST_ORDERLY_MS)));
        } else {
            figures.add(Rounds.of(ours.ended, Collections.nCopies(ours.ended.size(), MOST_ORDERLY_MS))
                    .figure(
                            "kv, no put acknowledged, primary ended in order",
                            "ms",
                            "goal",
                            Goal.valueAtMost(MOST_ORDERLY_MS)));
        }
        return figures;
    }

    /** The outages of one store, in milliseconds. */
    private static final class Outages {

        private final List<Double> killed = new ArrayList<>();
        private final List<Double> ended = new ArrayList<>();

        void measure(Failover store, int rounds) throws Exception {
            for (int i = 0; i < rounds; i++) {
                killed.add(store.outageMs(Daemon::kill));
                ended.add(store.outageMs(Daemon::close));
            }
        }
    }
}
