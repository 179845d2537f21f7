package io.conclave.bench.kv;

import io.conclave.bench.Benchmark;
import io.conclave.bench.Figure;
import io.conclave.bench.Goal;
import io.conclave.bench.Miss;
import io.conclave.bench.ProductVertx;
import io.conclave.bench.Rounds;
import io.conclave.bench.Workshop;
import io.conclave.kv.client.KvClient;
import io.conclave.kv.client.KvClientSettings;
import io.conclave.kv.client.KvEntry;
import io.conclave.kv.wire.ChangeRingRequest;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * How long a key cannot be written while a group comes and goes. Some keys are written all the time, each by a client
 * of its own; of the others there are enough for a hand-over to take a while. The longest time without an
 * acknowledgement of any of the keys counts, beside the longest in as much time in which the ring rests. At the end
 * every key has what was acknowledged last.
 */
public final class HandOverBenchmark implements Benchmark {

    private static final int ROUNDS = 3;
    private static final int COPIES = 2;
    private static final int WRITERS = 16;
    private static final int KEYS = 20_000;
    private static final int AT_A_TIME = 200;
    private static final int VALUE_BYTES = 1_024;
    private static final int VIRTUAL_NODES = 16;
    private static final int SAMPLES = 500;
    private static final int REST_MS = 3_000;
    private static final long LOOK_AGAIN_MS = 20;
    private static final double MOST_MS = 1_000;
    private static final String OTHER_GROUP = "g2";
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final Duration LIMIT = Duration.ofMinutes(5);

    @Override
    public String name() {
        return "kv-hand-over";
    }

    @Override
    public Duration limit() {
        return LIMIT;
    }

    @Override
    public List<Figure> run(Workshop workshop) throws Exception {
        Vertx vertx = ProductVertx.create();
        try (Conclave store = Conclave.start(Conclave.Settings.compared(workshop.newFolder("store"), COPIES))) {
            KvClientSettings settings =
                    KvClientSettings.of(List.of(store.server())).within(DEADLINE);
            return new Course(store, KvClient.of(vertx, settings)).run();
        } finally {
            vertx.close().await(DEADLINE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    /** One run. */
    private static final class Course {

        private final Conclave store;
        private final KvClient client;
        private final List<Writer> writers = new ArrayList<>();
        private final List<Double> resting = new ArrayList<>();
        private final List<Double> coming = new ArrayList<>();
        private final List<Double> going = new ArrayList<>();

        Course(Conclave store, KvClient client) {
            this.store = store;
            this.client = client;
        }

        List<Figure> run() throws Exception {
            fill();
            change(ChangeRingRequest.newBuilder().setVirtualNodes(VIRTUAL_NODES));
            store.startGroup(OTHER_GROUP);
            try {
                for (int i = 0; i < WRITERS; i++) {
                    byte[] key = key("written", i);
                    writers.add(Writer.start(number -> answer(client.put(key, text(number)))));
                }
                Thread.sleep(REST_MS);
                for (int round = 0; round < ROUNDS; round++) {
                    resting.add(longestMs(() -> Thread.sleep(REST_MS)));
                    coming.add(longestMs(
                            () -> change(ChangeRingRequest.newBuilder().setAddGroup(OTHER_GROUP))));
                    going.add(longestMs(
                            () -> change(ChangeRingRequest.newBuilder().setRemoveGroup(OTHER_GROUP))));
                }
            } finally {
                for (Writer writer : writers) {
                    writer.close();
                }
            }
            check();
            return List.of(
                    figure(coming, "kv, longest that a key cannot be written, group added"),
                    figure(going, "kv, longest that a key cannot be written, group removed"));
        }

        private Figure figure(List<Double> values, String name) {
            return Rounds.of(values, resting).figure(name, "ms", "the ring at rest", Goal.valueAtMost(MOST_MS));
        }

        private void fill() throws Exception {
            for (int from = 0; from < KEYS; from += AT_A_TIME) {
                List<Future<?>> puts = new ArrayList<>();
                for (int i = from; i < from + AT_A_TIME; i++) {
                    puts.add(client.put(key("filled", i), new byte[VALUE_BYTES]));
                }
                answer(Future.all(puts));
            }
        }

        /** Something that takes its time while all keys are written. */
        private interface Event {
            void happen() throws Exception;
        }

        private double longestMs(Event event) throws Exception {
            List<Writer.Watch> watches = writers.stream().map(Writer::watch).toList();
            event.happen();
            // An outage that goes on is over once each key was written again.
            for (Writer.Watch watch : watches) {
                int before = watch.count();
                long end = System.nanoTime() + DEADLINE.toNanos();
                while (watch.count() <= before) {
                    Miss.unless(System.nanoTime() < end, "a key is written no more");
                    Thread.sleep(LOOK_AGAIN_MS);
                }
            }
            return Collections.max(watches.stream().map(Writer.Watch::longestMs).toList());
        }

        private void change(ChangeRingRequest.Builder change) throws Exception {
            answer(client.changeRing(change.build()));
            long end = System.nanoTime() + LIMIT.toNanos();
            while (answer(client.ring()).ring().isChanging()) {
                Miss.unless(System.nanoTime() < end, "the ring does not come to rest");
                Thread.sleep(LOOK_AGAIN_MS);
            }
        }

        private void check() throws Exception {
            for (int i = 0; i < WRITERS; i++) {
                Optional<KvEntry> found = answer(client.get(key("written", i)));
                int last = Collections.max(writers.get(i).acknowledged());
                Miss.unless(
                        found.isPresent() && Integer.parseInt(string(found.get().value())) >= last,
                        "write %d of key %d was acknowledged, and is lost",
                        last,
                        i);
            }
            for (int i = 0; i < KEYS; i += KEYS / SAMPLES) {
                Miss.unless(answer(client.get(key("filled", i))).isPresent(), "key %d is lost", i);
            }
        }

        private static byte[] key(String kind, int number) {
            return ("hand-over/" + kind + "/" + number).getBytes(StandardCharsets.UTF_8);
        }

        private static byte[] text(int number) {
            return Integer.toString(number).getBytes(StandardCharsets.UTF_8);
        }

        private static String string(byte[] text) {
            return new String(text, StandardCharsets.UTF_8);
        }

        private static <T> T answer(Future<T> call) throws Exception {
            return call.await(2 * DEADLINE.toSeconds(), TimeUnit.SECONDS);
        }
    }
}
