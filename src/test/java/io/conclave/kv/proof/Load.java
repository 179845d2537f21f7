package io.conclave.kv.proof;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Several clients at once, each with a thread of its own, on a few keys that they all want. */
final class Load implements AutoCloseable {

    private static final Duration END_LIMIT = Duration.ofSeconds(20);

    private final List<LoadClient> clients;
    private final int longestRestMs;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Future<?>> running = new ArrayList<>();
    private volatile boolean ending;

    /** @param longestRest between two calls of a client, 1 ms at least; it is half as long on the whole */
    Load(List<LoadClient> clients, Duration longestRest) {
        this.clients = List.copyOf(clients);
        this.longestRestMs = (int) longestRest.toMillis();
    }

    /** Begins to work on these keys. */
    void begin(List<String> keys) {
        ending = false;
        for (LoadClient client : clients) {
            SplittableRandom rests = new SplittableRandom(running.size());
            running.add(threads.submit(() -> {
                while (!ending) {
                    client.step(keys);
                    Thread.sleep(rests.nextInt(longestRestMs));
                }
                return null;
            }));
        }
    }

    /** Ends the work, with no call pending. */
    void end() throws InterruptedException {
        ending = true;
        try {
            for (Future<?> one : running) {
                one.get(END_LIMIT.toSeconds(), TimeUnit.SECONDS);
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("a client failed", e);
        }
        running.clear();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
