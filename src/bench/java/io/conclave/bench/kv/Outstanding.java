package io.conclave.bench.kv;

import io.conclave.bench.Miss;
import io.conclave.bench.Spread;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * So many calls outstanding at any time on one asynchronous connection: each answer begins the next call. All answers
 * come on one thread. The first tenth of the time does not count.
 */
final class Outstanding {

    private static final long DRAIN_LIMIT_S = 30;
    private static final double LEFT_OUT = 0.1;

    private final String[] paths;
    private final int clients;
    private final Duration time;
    private final int[] answered;
    private final CountDownLatch ended;
    private double[] millis = new double[1 << 16];
    private int counted;
    private volatile boolean failed;
    private long countFrom;
    private long end;

    Outstanding(String[] paths, int clients, Duration time) {
        this.paths = paths;
        this.clients = clients;
        this.time = time;
        answered = new int[paths.length];
        ended = new CountDownLatch(clients);
    }

    /** One call. */
    @FunctionalInterface
    interface Call {
        /** Begins it; its answer is told when it has come. */
        void begin(String path, Answer answer);
    }

    /** Where an answer arrives. */
    @FunctionalInterface
    interface Answer {
        /** The answer is here, and right or not. */
        void arrived(boolean right);
    }

    /** Calls until the time is over, and waits for the last answers. */
    Sample run(Call call) throws Exception {
        long begin = System.nanoTime();
        countFrom = begin + Math.round(time.toNanos() * LEFT_OUT);
        end = begin + time.toNanos();
        for (int i = 0; i < clients; i++) {
            next(call, i % paths.length);
        }
        Miss.unless(ended.await(time.toSeconds() + DRAIN_LIMIT_S, TimeUnit.SECONDS), "answers are missing");
        Miss.unless(!failed && counted > 1, "a call has failed, or too few were answered: %d", counted);
        double[] sorted = Arrays.copyOf(millis, counted);
        Arrays.sort(sorted);
        return new Sample(
                counted * 1e9 / (end - countFrom), Spread.quantile(sorted, 0.5), Spread.quantile(sorted, 0.99));
    }

    /** How many calls of this path were answered. */
    int answered(int path) {
        return answered[path];
    }

    private void next(Call call, int path) {
        long begun = System.nanoTime();
        call.begin(paths[path], right -> {
            long now = System.nanoTime();
            answered[path]++;
            failed |= !right;
            if (now >= countFrom && now <= end) {
                count((now - begun) / 1e6);
            }
            if (failed || now > end) {
                ended.countDown();
            } else {
                next(call, path);
            }
        });
    }

    private void count(double value) {
        if (counted == millis.length) {
            millis = Arrays.copyOf(millis, 2 * counted);
        }
        millis[counted++] = value;
    }
}
