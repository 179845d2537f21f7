package io.conclave.cli.kv;

import io.conclave.cli.LatencyHistogram;
import io.conclave.kv.KvReason;
import io.conclave.kv.client.KvCallException;
import io.conclave.kv.client.KvClient;
import io.conclave.kv.client.KvEntry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * One client of a benchmark: one call at a time, to keys that nobody else writes, so that it knows what each has to
 * hold at the end. All on one event loop.
 */
final class BenchClient {

    private static final long PAUSE_AFTER_FAILURE_MS = 10;
    private static final int READS_AT_ONCE = 16;

    private final Vertx vertx;
    private final Context context;
    private final KvClient client;
    private final int number;
    private final BenchLoad load;
    private final SplittableRandom random;
    private final Key[] keys;
    private final LatencyHistogram puts = new LatencyHistogram();
    private final LatencyHistogram gets = new LatencyHistogram();
    private final Promise<Void> ended = Promise.promise();
    private long sequence;
    private long failures;
    private String firstFailure = "";
    private boolean counts;
    private boolean stop;

    BenchClient(Vertx vertx, KvClient client, int number, BenchLoad load) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.client = client;
        this.number = number;
        this.load = load;
        this.random = new SplittableRandom(number);
        this.keys = new Key[load.keys()];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = new Key(load.key(number, i));
        }
    }

    /** What a key has to hold: the last value that was acknowledged, or one of which it is not known. */
    private static final class Key {

        private final byte[] name;
        private final Set<Long> unknown = new HashSet<>();
        private long acknowledged;

        Key(byte[] name) {
            this.name = name;
        }

        boolean isRight(long found) {
            return found == acknowledged || unknown.contains(found);
        }
    }

    void start() {
        context.runOnContext(now -> next());
    }

    /** What is done from now on is counted. */
    void count() {
        context.runOnContext(now -> counts = true);
    }

    /** Completes once nothing is under way any more. */
    Future<Void> stop() {
        context.runOnContext(now -> stop = true);
        return ended.future();
    }

    private void next() {
        if (stop) {
            ended.tryComplete();
            return;
        }
        Key key = keys[random.nextInt(keys.length)];
        if (random.nextInt(100) < load.getsPercent()) {
            get(key);
        } else {
            put(key);
        }
    }

    private void put(Key key) {
        sequence++;
        long value = sequence;
        long begun = System.nanoTime();
        client.put(key.name, value(value))
                .onComplete(done -> context.runOnContext(now -> {
                    if (done.succeeded()) {
                        key.acknowledged = value;
                        key.unknown.clear();
                        over(puts, begun);
                    } else {
                        if (done.cause() instanceof KvCallException why && why.reason() == KvReason.OUTCOME_UNKNOWN) {
                            key.unknown.add(value);
                        }
                        failed(done.cause());
                    }
                }));
    }

    private byte[] value(long number) {
        byte[] value = new byte[load.valueBytes()];
        ByteBuffer.wrap(value).putLong(number);
        return value;
    }

    private void get(Key key) {
        long begun = System.nanoTime();
        client.get(key.name)
                .onComplete(done -> context.runOnContext(now -> {
                    if (done.failed()) {
                        failed(done.cause());
                    } else if (key.isRight(held(done.result()))) {
                        over(gets, begun);
                    } else {
                        failed(new IllegalStateException("a get told of an older value than was acknowledged"));
                    }
                }));
    }

    private static long held(Optional<KvEntry> entry) {
        return entry.map(found -> ByteBuffer.wrap(found.value()).getLong()).orElse(0L);
    }

    private void over(LatencyHistogram histogram, long begun) {
        if (counts) {
            histogram.add(System.nanoTime() - begun);
        }
        next();
    }

    private void failed(Throwable why) {
        failures++;
        if (firstFailure.isEmpty()) {
            firstFailure = String.valueOf(why.getMessage());
        }
        vertx.setTimer(PAUSE_AFTER_FAILURE_MS, later -> context.runOnContext(now -> next()));
    }

    /** Reads all keys again; how many do not hold what was acknowledged. */
    Future<Integer> wrongKeys() {
        Promise<Integer> wrong = Promise.promise();
        context.runOnContext(now -> check(0, 0).onComplete(wrong));
        return wrong.future();
    }

    private Future<Integer> check(int from, int wrong) {
        if (from >= keys.length) {
            return Future.succeededFuture(wrong);
        }
        int to = Math.min(keys.length, from + READS_AT_ONCE);
        List<Future<Boolean>> reads = new ArrayList<>();
        for (int i = from; i < to; i++) {
            Key key = keys[i];
            reads.add(client.get(key.name).map(found -> key.isRight(held(found))));
        }
        return Future.all(reads).compose(all -> {
            int more = (int) reads.stream().filter(read -> !read.result()).count();
            return check(to, wrong + more);
        });
    }

    LatencyHistogram puts() {
        return puts;
    }

    LatencyHistogram gets() {
        return gets;
    }

    long failures() {
        return failures;
    }

    String firstFailure() {
        return firstFailure;
    }

    Future<Void> close() {
        return client.close();
    }
}
