package io.conclave.kv.replica;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.conclave.kv.ring.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Writes each key with a rising number, to the group that owns it, and knows what was acknowledged. */
final class Traffic {

    private final TestGroup groups;
    private final int keys;
    private final Map<String, Integer> acknowledged = new ConcurrentHashMap<>();
    private final AtomicLong longestNanos = new AtomicLong();
    private volatile boolean stopped;
    private Thread thread;

    Traffic(TestGroup groups, int keys) {
        this.groups = groups;
        this.keys = keys;
    }

    void start() {
        thread = new Thread(() -> {
            while (!stopped) {
                once();
            }
        });
        thread.start();
    }

    void stop() throws InterruptedException {
        stopped = true;
        thread.join();
    }

    /** Writes each key once. */
    void once() {
        for (int i = 0; i < keys; i++) {
            String key = "key-" + i;
            int next = acknowledged.getOrDefault(key, 0) + 1;
            long begun = System.nanoTime();
            while (!written(key, next)) {
                LockSupport.parkNanos(1_000_000);
            }
            longestNanos.accumulateAndGet(System.nanoTime() - begun, Math::max);
            acknowledged.put(key, next);
        }
    }

    private boolean written(String key, int number) {
        try {
            String owner = groups.ring().owner(Place.of(key.getBytes(UTF_8))).orElseThrow();
            return groups.primary(owner)
                    .write(TestGroup.put(key, String.valueOf(number)))
                    .applied();
        } catch (Exception refused) {
            return false;
        }
    }

    /** Keys whose last acknowledged value is not there. */
    List<String> lost() throws Exception {
        List<String> lost = new ArrayList<>();
        for (Map.Entry<String, Integer> entry : acknowledged.entrySet()) {
            String owner = groups.ring()
                    .owner(Place.of(entry.getKey().getBytes(UTF_8)))
                    .orElseThrow();
            String found = groups.primary(owner).read(entry.getKey());
            if (found == null || Integer.parseInt(found) < entry.getValue()) {
                lost.add(entry.getKey() + ": " + found + " instead of " + entry.getValue());
            }
        }
        return lost;
    }

    long longestWaitMs() {
        return longestNanos.get() / 1_000_000;
    }
}
