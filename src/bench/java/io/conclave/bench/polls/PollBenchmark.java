package io.conclave.bench.polls;

import io.conclave.audit.OperationLog;
import io.conclave.bench.Benchmark;
import io.conclave.bench.ChildJvm;
import io.conclave.bench.Figure;
import io.conclave.bench.Goal;
import io.conclave.bench.Miss;
import io.conclave.bench.ProductVertx;
import io.conclave.bench.Rounds;
import io.conclave.bench.Workshop;
import io.conclave.bus.Bus;
import io.conclave.bus.ControllerRef;
import io.conclave.config.EnsembleSettings;
import io.conclave.config.NodeAddress;
import io.conclave.ensemble.AskEnsemble;
import io.conclave.ensemble.EnsembleState;
import io.conclave.ensemble.EnsembleTopics;
import io.conclave.ensemble.EnsembleVerticle;
import io.conclave.ensemble.NodeStatus;
import io.conclave.store.SqlDatabase;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * How long one cycle over 300 servers takes of which 30 never answer, half of these not even an attempt to connect,
 * against the time-out of one question: nobody may have to wait for anybody else. The intervals are longer than the
 * time-out, so that cycles do not overlap and each is measured alone. The first does not count: in it every node is
 * asked three things at once, by code that has never run.
 */
public final class PollBenchmark implements Benchmark {

    private static final int ANSWERING = 270;
    private static final int SILENT = 15;
    private static final int UNREACHABLE = 15;
    private static final int NODES = ANSWERING + SILENT + UNREACHABLE;
    private static final int WARMUPS = 1;
    private static final int CYCLES = 6;
    private static final Duration TIMEOUT = Duration.ofMillis(1_500);
    private static final Duration INTERVAL = Duration.ofMillis(2_000);
    private static final long LIMIT_S = 30;

    @Override
    public String name() {
        return "polls";
    }

    @Override
    public List<Figure> run(Workshop workshop) throws Exception {
        try (ChildJvm servers = ChildJvm.start(FakeServers.class, workshop.folder(), "-Xmx256m")) {
            String[] ports = servers.ask("serve " + ANSWERING + " " + SILENT + " " + UNREACHABLE)
                    .split(" ", -1);
            List<NodeAddress> nodes = IntStream.rangeClosed(1, NODES)
                    .mapToObj(i -> NodeAddress.of("zk" + i, "127.0.0.1", Integer.parseInt(ports[i])))
                    .toList();
            List<Double> cycles = watch(nodes, workshop);
            List<Double> timeouts = Collections.nCopies(cycles.size(), (double) TIMEOUT.toMillis());
            return List.of(Rounds.of(cycles, timeouts)
                    .figure("poll cycle, 300 servers, 30 of them dead", "ms", "time-out", Goal.ratioAtMost(1.1)));
        }
    }

    private static List<Double> watch(List<NodeAddress> nodes, Workshop workshop) throws Exception {
        Vertx vertx = ProductVertx.create();
        ControllerRef self = new ControllerRef("bench", 1);
        Clock clock = Clock.systemUTC();
        Bus bus = new Bus(vertx, self, clock);
        try (SqlDatabase database =
                SqlDatabase.open("jdbc:sqlite:" + workshop.folder().resolve("conclave.db"), self)) {
            PollCycles cycles = new PollCycles(NODES, INTERVAL, WARMUPS + CYCLES);
            bus.subscribe(EnsembleTopics.POLLS, message -> cycles.ended(message.body()));
            var settings = new EnsembleSettings(Optional.empty(), nodes, INTERVAL, INTERVAL, TIMEOUT);
            var log = new OperationLog(bus, database, clock, () -> null);
            vertx.deployVerticle(new EnsembleVerticle(settings, bus, database, log, clock, System::nanoTime))
                    .await(LIMIT_S, TimeUnit.SECONDS);
            boolean done = cycles.toCome().await(LIMIT_S, TimeUnit.SECONDS);
            Miss.unless(done, "%d cycles were not over after %d s", WARMUPS + CYCLES, LIMIT_S);
            check(bus.request(EnsembleTopics.CURRENT, new AskEnsemble()).await(LIMIT_S, TimeUnit.SECONDS));
            return cycles.millis(WARMUPS);
        } finally {
            vertx.close().await(LIMIT_S, TimeUnit.SECONDS);
        }
    }

    /** Every server that answers must be seen as what it is, with its figures, and every other as one that does not. */
    private static void check(EnsembleState state) throws Miss {
        Miss.unless("zk1".equals(state.leader()), "the leader is zk1, but %s is shown", state.leader());
        for (int i = 0; i < NODES; i++) {
            NodeStatus node = state.nodes().get(i);
            boolean answers = i < ANSWERING;
            Miss.unless(
                    node.role().serves() == answers,
                    "%s %s, but is shown as %s",
                    node.id(),
                    answers ? "serves" : "is a black hole",
                    node.state());
            Miss.unless(
                    (node.zxid() != null && node.znodes() != null) == answers,
                    "%s has the wrong figures: %s",
                    node.id(),
                    node);
        }
    }
}
