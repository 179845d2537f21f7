package io.conclave.bench.stream;

import io.conclave.bench.Benchmark;
import io.conclave.bench.Figure;
import io.conclave.bench.Goal;
import io.conclave.bench.Miss;
import io.conclave.bench.Rounds;
import io.conclave.bench.Workshop;
import java.io.IOException;
import java.util.List;

/**
 * Messages a second to a thousand sockets, with numbers, encoding, subscriptions and bounds, against a bare loop of
 * Vert.x that writes a ready text. Both have the same number of messages under way, few enough that no socket's buffer
 * is ever full, since the product would then rightly skip. Every socket must get every number.
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
            return List.of(Rounds.take(
                            WARMUPS,
                            ROUNDS,
                            () -> messagesPerSecond(audience, "conclave", ours),
                            () -> messagesPerSecond(audience, "bare", peer))
                    .figure("fan-out to 1,000 sockets", "messages/s", "bare Vert.x loop", Goal.ratioAtLeast(0.7)));
        }
    }

    private static double messagesPerSecond(Audience audience, String group, Broadcaster broadcaster)
            throws IOException, Miss {
        audience.expect(group, MESSAGES);
        long since = System.nanoTime();
        int published = 0;
        int complete = 0;
        while (complete < MESSAGES) {
            while (published < MESSAGES && published - complete < UNDER_WAY) {
                broadcaster.publish();
                published++;
            }
            complete = audience.awaitProgress();
        }
        return (double) MESSAGES * SOCKETS * 1e9 / (System.nanoTime() - since);
    }
}
