package io.conclave.bench.stream;

import io.conclave.bench.Benchmark;
import io.conclave.bench.Figure;
import io.conclave.bench.Goal;
import io.conclave.bench.Miss;
import io.conclave.bench.Rounds;
import io.conclave.bench.Workshop;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * From the moment at which a feature knows of a change of the ensemble's state and publishes it until a viewer has the
 * whole frame, over all viewers, against a bare broadcast of the same text. Both processes read the same clock of the
 * machine.
 */
public final class PushBenchmark implements Benchmark {

    private static final int MOST_SOCKETS = 1_000;
    private static final int[] SOCKETS = {1, 100, MOST_SOCKETS};
    private static final int CHANGES = 50;
    private static final long INTERVAL_NANOS = 25_000_000;

    /** Frames before the first that counts, so that all code is compiled, and messages of them at the most. */
    private static final int FRAMES_BEFORE = 300_000;

    private static final int MESSAGES_BEFORE = 5_000;
    private static final int UNDER_WAY = 12;
    private static final int ROUNDS = 5;
    private static final String PEER = "bare Vert.x broadcast";
    private static final double GOAL_MS = 20;

    @Override
    public String name() {
        return "push";
    }

    @Override
    public List<Figure> run(Workshop workshop) throws Exception {
        var message = Samples.state();
        List<Figure> figures = new ArrayList<>();
        for (int sockets : SOCKETS) {
            try (Broadcaster ours = ConclaveBroadcaster.start(message);
                    Broadcaster peer = BareBroadcaster.start(message);
                    Audience audience = Audience.start(workshop.folder())) {
                String topic = message.topic().address();
                audience.open("conclave", ours.port(), sockets, topic);
                audience.open("bare", peer.port(), sockets, topic);
                figures.addAll(measure(audience, ours, peer, sockets));
            }
        }
        return figures;
    }

    private static List<Figure> measure(Audience audience, Broadcaster ours, Broadcaster peer, int sockets)
            throws IOException, Miss {
        List<Audience.Delays> our = new ArrayList<>();
        List<Audience.Delays> their = new ArrayList<>();
        Flood flood = new Flood(audience, UNDER_WAY);
        int before = Math.min(MESSAGES_BEFORE, FRAMES_BEFORE / sockets);
        flood.send("conclave", ours, before);
        flood.send("bare", peer, before);
        for (int i = 0; i < ROUNDS; i++) {
            our.add(delays(audience, "conclave", ours));
            their.add(delays(audience, "bare", peer));
        }
        String to = String.format(java.util.Locale.ROOT, "push to %,d socket%s, ", sockets, sockets == 1 ? "" : "s");
        Goal[] goals = sockets == MOST_SOCKETS ? new Goal[] {Goal.valueAtMost(GOAL_MS)} : new Goal[0];
        return List.of(
                Rounds.of(
                                our.stream().map(Audience.Delays::p50).toList(),
                                their.stream().map(Audience.Delays::p50).toList())
                        .figure(to + "p50", "ms", PEER),
                Rounds.of(
                                our.stream().map(Audience.Delays::p99).toList(),
                                their.stream().map(Audience.Delays::p99).toList())
                        .figure(to + "p99", "ms", PEER, goals));
    }

    private static Audience.Delays delays(Audience audience, String group, Broadcaster broadcaster)
            throws IOException, Miss {
        audience.expect(group, CHANGES);
        long[] sent = new long[CHANGES];
        long due = System.nanoTime();
        for (int i = 0; i < CHANGES; i++) {
            while (due - System.nanoTime() > 0) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            sent[i] = System.nanoTime();
            broadcaster.publish();
            due += INTERVAL_NANOS;
        }
        int complete = 0;
        while (complete < CHANGES) {
            complete = audience.awaitProgress();
        }
        return audience.delays(group, sent);
    }
}
