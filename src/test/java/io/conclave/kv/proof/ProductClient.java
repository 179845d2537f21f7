package io.conclave.kv.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.conclave.kv.client.KvCallException;
import io.conclave.kv.client.KvChange;
import io.conclave.kv.client.KvClient;
import io.conclave.kv.client.KvClientSettings;
import io.conclave.kv.client.KvEntry;
import io.conclave.kv.client.KvScan;
import io.conclave.kv.client.KvWatch;
import io.conclave.kv.proof.LastWrites.Final;
import io.conclave.kv.proof.Watched.Told;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/** The product's own client as one who scans and watches beside the load. */
final class ProductClient implements AutoCloseable {

    private static final int PAGE = 5;
    private static final Duration BEFORE_ANOTHER_WATCH = Duration.ofMillis(50);

    private final Vertx vertx = Vertx.vertx();
    private final KvClient client;
    private final LongSupplier nanoTime;

    /**
     * @param addresses host:port of all members and servers
     * @param nanoTime the recorder's clock
     */
    ProductClient(List<String> addresses, LongSupplier nanoTime) {
        this.client = KvClient.of(vertx, KvClientSettings.of(addresses));
        this.nanoTime = nanoTime;
    }

    /** All keys with a prefix, as one scan finds them. */
    Map<String, Final> scan(String prefix, Duration limit) throws TimeoutException {
        Map<String, Final> found = new TreeMap<>();
        KvScan scan = client.scan(prefix.getBytes(UTF_8), new byte[0], false);
        List<KvEntry> page = scan.next(PAGE).await(limit.toMillis(), TimeUnit.MILLISECONDS);
        while (!page.isEmpty()) {
            for (KvEntry entry : page) {
                Final other = found.put(
                        new String(entry.key(), UTF_8), new Final(new String(entry.value(), UTF_8), entry.version()));
                if (other != null) {
                    throw new AssertionError("scanned twice: " + new String(entry.key(), UTF_8));
                }
            }
            page = scan.next(PAGE).await(limit.toMillis(), TimeUnit.MILLISECONDS);
        }
        return found;
    }

    /** Begins to watch all keys with a prefix, and waits until the watch stands. */
    Watching watch(String prefix, Duration limit) throws TimeoutException {
        Watching watching = new Watching(prefix);
        watching.begin().ready().await(limit.toMillis(), TimeUnit.MILLISECONDS);
        return watching;
    }

    /** A watch, and another one after it wherever it cannot go on. */
    final class Watching implements AutoCloseable {

        private final String prefix;
        private final List<Watched> ended = new ArrayList<>();
        private List<Told> told = new ArrayList<>();
        private long since = Watched.NEVER;
        private KvWatch watch;
        private boolean over;

        private Watching(String prefix) {
            this.prefix = prefix;
        }

        private synchronized KvWatch begin() {
            KvWatch begun = client.watch(prefix.getBytes(UTF_8), false, this::changed, this::ended);
            watch = begun;
            begun.ready().onSuccess(stands -> stands(begun));
            return begun;
        }

        private synchronized void stands(KvWatch begun) {
            if (begun == watch) {
                since = nanoTime.getAsLong();
            }
        }

        private synchronized void changed(KvChange change) {
            told.add(new Told(
                    new String(change.key(), UTF_8),
                    change.value() == null ? null : new String(change.value(), UTF_8),
                    change.version(),
                    change.group(),
                    nanoTime.getAsLong()));
        }

        private synchronized void ended(KvCallException why) {
            ended.add(new Watched(since, false, List.copyOf(told)));
            since = Watched.NEVER;
            told = new ArrayList<>();
            vertx.setTimer(BEFORE_ANOTHER_WATCH.toMillis(), fired -> again());
        }

        private synchronized void again() {
            if (!over) {
                begin();
            }
        }

        /** What was told so far, by each watch. */
        synchronized List<Watched> watched() {
            List<Watched> all = new ArrayList<>(ended);
            all.add(new Watched(since, true, List.copyOf(told)));
            return all;
        }

        /** The watch calls back under its own lock, so that it is not called under this one. */
        @Override
        public void close() {
            KvWatch last;
            synchronized (this) {
                over = true;
                last = watch;
            }
            last.close();
        }
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
