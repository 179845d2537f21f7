package io.conclave.bench.stream;

import io.conclave.bench.Benchmark;
import io.conclave.bench.Figure;
import io.conclave.bench.Goal;
import io.conclave.bench.Rounds;
import io.conclave.bench.Workshop;
import java.util.List;

/**
 * Messages a second to a thousand sockets, with numbers, encoding, subscriptions and bounds, against a bare loop of
 * Vert.x that writes a ready text. Both have the same number of messages under way. Every socket must get every number.
 */
public final class FanOutBenchmark implements Benchmark {

    private static final int SOCKETS = 1_000;
    private static final int MESSAGES = 96;
    private static final int UNDER_WAY = 32;
    private static final int WARMUPS = 2;
    private static final int ROUNDS = 7;

    @Override
    public String name() {
        return "fan-out";
    }

    @Override
    public List<Figure> run(Workshop workshop) throws Exception {
        var message = Samples.operation();
        String topic = message.topic().address();
        try (Broadcaster ours = ConclaveBroadcaster.start(message);
                Broadcaster peer = BareBroadcaster.start(message);
                Audience audience = Audience.start(workshop.folder())) {
            audience.open("conclave", ours.port(), SOCKETS, topic);
            audience.open("bare", peer.port(), SOCKETS, topic);
            Flood flood = new Flood(audience, UNDER_WAY);
            double frames = (double) MESSAGES * SOCKETS;
            return List.of(Rounds.take(
                            WARMUPS,
                            ROUNDS,
                            () -> frames / flood.send("conclave", ours, MESSAGES),
                            () -> frames / flood.send("bare", peer, MESSAGES))
                    .figure("fan-out to 1,000 sockets", "messages/s", "bare Vert.x loop", Goal.ratioAtLeast(0.7)));
        }
    }
}
