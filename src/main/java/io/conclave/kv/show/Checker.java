package io.conclave.kv.show;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.conclave.kv.ring.RingState;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * Writes and reads all the time, as a client would, and counts what was acknowledged, what was lost, and how long each
 * group could not be used. It has two keys in each group and gives each a write and a read about ten times a second, so
 * that a time without an acknowledged write is known to about that. Belongs to one context.
 */
final class Checker {

    /** What all its keys begin with. */
    static final String PREFIX = "checker/";

    private static final int KEYS_A_GROUP = 2;
    private static final int MOST_KEYS = 24;
    private static final int MOST_TRIED = 10_000;
    private static final int MOST_LOSSES = 10;
    private static final long PACE_MS = 100;
    private static final long SLOW_NANOS = 500_000_000L;

    private final Vertx vertx;
    private final StoreAccess store;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Map<String, CheckedKey> keys = new LinkedHashMap<>();
    private final Map<String, Group> groups = new TreeMap<>();
    private final Map<String, Long> waiting = new HashMap<>();
    private final List<String> losses = new ArrayList<>();
    private final Instant since;
    private RingState ring;
    private boolean on;
    private long acknowledged;
    private long reads;
    private long lost;
    private long unknown;
    private long refused;
    private long unavailableMs;

    /** What is known of one group. */
    private static final class Group {
        private final Acknowledgements acks = new Acknowledgements();
        private long acknowledged;
        private long lost;
    }

    Checker(Vertx vertx, StoreAccess store, Clock clock, LongSupplier nanoTime) {
        this.vertx = vertx;
        this.store = store;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.since = clock.instant();
    }

    /** Turns it on or off; what is under way is finished. */
    void turn(boolean wanted) {
        if (wanted && !on) {
            on = true;
            keys.values().forEach(this::round);
        }
        on = wanted;
    }

    /** Sees to it that every group of the ring has keys. */
    void follow(RingState now) {
        if (now == null || now == ring) {
            return;
        }
        ring = now;
        for (String group : now.nextGroups()) {
            long held = keys.keySet().stream()
                    .filter(key -> group.equals(groupOf(key)))
                    .count();
            for (int i = 0; i < MOST_TRIED && held < KEYS_A_GROUP && keys.size() < MOST_KEYS; i++) {
                String name = PREFIX + i;
                if (!keys.containsKey(name) && group.equals(groupOf(name))) {
                    CheckedKey key = new CheckedKey(name);
                    keys.put(name, key);
                    held++;
                    if (on) {
                        round(key);
                    }
                }
            }
        }
    }

    private String groupOf(String key) {
        return ring == null ? null : ring.owner(key.getBytes(UTF_8)).orElse(null);
    }

    /** One write, one read, a pause, and again. */
    private void round(CheckedKey key) {
        if (!on || waiting.containsKey(key.name())) {
            return;
        }
        long begun = nanoTime.getAsLong();
        waiting.put(key.name(), begun);
        Future<?> ready = key.isNew() ? begin(key) : Future.succeededFuture();
        ready.compose(read -> write(key)).transform(done -> read(key)).onComplete(done -> {
            waiting.remove(key.name());
            if (on) {
                vertx.setTimer(PACE_MS, due -> round(key));
            }
        });
    }

    private Future<?> begin(CheckedKey key) {
        return store.get(bytes(key.name())).onSuccess(value -> key.begin(number(value)));
    }

    private Future<?> write(CheckedKey key) {
        long number = key.next();
        return store.put(bytes(key.name()), bytes(String.valueOf(number)), null)
                .onSuccess(stored -> acknowledged(key))
                .onFailure(failure -> {
                    if (StoreFailure.of(failure).isUnknown()) {
                        unknown++;
                    } else {
                        refused++;
                    }
                });
    }

    private void acknowledged(CheckedKey key) {
        key.acknowledged();
        acknowledged++;
        Group group = group(groupOf(key.name()));
        group.acknowledged++;
        group.acks.add(clock.instant(), nanoTime.getAsLong());
    }

    /** Also after a write that failed: what it left behind has to be one of two things. */
    private Future<?> read(CheckedKey key) {
        if (key.isNew()) {
            return Future.succeededFuture();
        }
        return store.get(bytes(key.name()))
                .onSuccess(value -> {
                    reads++;
                    key.read(number(value)).ifPresent(wrong -> lost(key, wrong));
                })
                .otherwiseEmpty();
    }

    private void lost(CheckedKey key, String wrong) {
        lost++;
        group(groupOf(key.name())).lost++;
        losses.add(wrong);
        if (losses.size() > MOST_LOSSES) {
            losses.remove(0);
        }
    }

    private Group group(String name) {
        return groups.computeIfAbsent(String.valueOf(name), same -> new Group());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    /** What is no number of ours was put there by somebody else, which is as bad as a loss. */
    private static long number(StoreAccess.Value value) {
        if (!value.found()) {
            return -1;
        }
        try {
            return Long.parseLong(new String(value.bytes(), UTF_8));
        } catch (NumberFormatException foreign) {
            return -1;
        }
    }

    /** When a group acknowledged writes. */
    Acknowledgements acknowledgements(String group) {
        return on ? group(group).acks : null;
    }

    /** Acknowledged writes of a group that were missing. */
    long losses(String group) {
        return group(group).lost;
    }

    /** A failover is over that took so long. */
    void unavailable(long ms) {
        unavailableMs += ms;
    }

    /** What it found so far. */
    ShownChecker shown() {
        long now = nanoTime.getAsLong();
        List<ShownChecker.CheckedGroup> shown = groups.entrySet().stream()
                .filter(entry -> ring != null && ring.nextGroups().contains(entry.getKey())
                        || ring != null && ring.groups().contains(entry.getKey()))
                .map(entry -> new ShownChecker.CheckedGroup(
                        entry.getKey(),
                        entry.getValue().acknowledged,
                        entry.getValue()
                                .acks
                                .last()
                                .map(Acknowledgements.Ack::at)
                                .orElse(null),
                        waitingMs(entry.getKey(), now)))
                .toList();
        return new ShownChecker(on, acknowledged, reads, lost, unknown, refused, unavailableMs, since, shown, losses);
    }

    private long waitingMs(String group, long now) {
        return waiting.entrySet().stream()
                        .filter(entry -> group.equals(groupOf(entry.getKey())))
                        .mapToLong(entry -> now - entry.getValue())
                        .filter(nanos -> nanos > SLOW_NANOS)
                        .max()
                        .orElse(0)
                / 1_000_000;
    }
}
