package io.conclave.kv.data;

import io.conclave.kv.KvException;
import io.conclave.kv.replica.Change;
import io.conclave.kv.replica.KeyResult;
import io.conclave.kv.replica.KeyWrite;
import io.conclave.kv.replica.Member;
import io.conclave.kv.replica.ReadResult;
import io.conclave.kv.replica.RequestIdentity;
import io.conclave.kv.replica.ScanPage;
import io.conclave.kv.replica.ScanQuery;
import io.conclave.kv.replica.Watch;
import io.conclave.kv.replica.WatchQuery;
import io.conclave.kv.replica.WatchSink;
import io.conclave.kv.replica.Write;
import io.conclave.kv.replica.WriteResult;
import io.conclave.kv.wire.DataStatus;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** A member that keeps its keys in memory, knows repeated writes, and fails or lies as it is told to. */
public final class MemoryMember implements Member {

    private record Stored(byte[] value, long version) {}

    private final NavigableMap<byte[], Stored> keys = new TreeMap<>(Arrays::compareUnsigned);
    private final Map<RequestIdentity, WriteResult> answered = new HashMap<>();
    private final List<Change> changes = new ArrayList<>();
    private final List<MemoryWatch> watches = new ArrayList<>();
    private final LongSupplier ringVersion;
    private long version;
    private int applied;
    private UnaryOperator<Future<WriteResult>> onWrite = done -> done;
    private KvException refusal;
    private int keptOfBatches = Integer.MAX_VALUE;
    private Predicate<Change> quiet = change -> false;
    private boolean scansLate;
    private NavigableMap<byte[], Stored> lastScanned = new TreeMap<>(Arrays::compareUnsigned);
    private int pages;

    public MemoryMember(LongSupplier ringVersion) {
        this.ringVersion = ringVersion;
    }

    /** From now on every call is refused; null ends that. */
    public synchronized void refuse(KvException why) {
        refusal = why;
    }

    /** What happens to the answers of writes that were done. */
    public synchronized void onWrite(UnaryOperator<Future<WriteResult>> change) {
        onWrite = change;
    }

    /** Of each batch only so many writes are done, though all are answered. */
    public synchronized void keepOfBatches(int writes) {
        keptOfBatches = writes;
    }

    /** Watches do not hear of these changes. */
    public synchronized void keepQuietAbout(Predicate<Change> changes) {
        quiet = changes;
    }

    /** Each page has the keys as they were at the page before. */
    public synchronized void scanLate() {
        scansLate = true;
    }

    /** How many pages were read. */
    public synchronized int pages() {
        return pages;
    }

    /** How many writes were applied, each counted once. */
    public synchronized int applied() {
        return applied;
    }

    @Override
    public synchronized Future<WriteResult> write(Write write) {
        if (refusal != null) {
            return Future.failedFuture(refusal);
        }
        RequestIdentity id = write.requestId() == null
                ? null
                : new RequestIdentity(
                        write.requestId().client(), write.requestId().number(), 0);
        WriteResult known = id == null ? null : answered.get(id);
        WriteResult result = known == null ? apply(write) : known;
        if (id != null) {
            answered.put(id, result);
        }
        return onWrite.apply(Future.succeededFuture(result));
    }

    private WriteResult apply(Write write) {
        boolean matches = write.writes().stream().allMatch(this::matches);
        List<KeyResult> results = new ArrayList<>();
        for (KeyWrite key : write.writes()) {
            Stored before = keys.get(key.key());
            boolean changes = matches && (before != null || !key.deletes());
            if (changes) {
                change(key, results.size() < keptOfBatches);
            }
            results.add(new KeyResult(before != null, changes ? version : before == null ? 0 : before.version()));
        }
        applied += matches ? 1 : 0;
        return new WriteResult(matches, results);
    }

    private boolean matches(KeyWrite write) {
        Stored stored = keys.get(write.key());
        return write.ifVersion() == KeyWrite.ANY || write.ifVersion() == (stored == null ? 0 : stored.version());
    }

    private void change(KeyWrite write, boolean kept) {
        version++;
        if (!kept) {
            return;
        }
        if (write.deletes()) {
            keys.remove(write.key());
        } else {
            keys.put(write.key(), new Stored(write.value(), version));
        }
        Change change = new Change(write.key(), write.value(), version);
        changes.add(change);
        List.copyOf(watches).forEach(watch -> watch.tell(List.of(change)));
    }

    @Override
    public synchronized Future<ReadResult> read(byte[] key) {
        if (refusal != null) {
            return Future.failedFuture(refusal);
        }
        Stored stored = keys.get(key);
        return Future.succeededFuture(
                stored == null ? ReadResult.ABSENT : new ReadResult(true, stored.value(), stored.version()));
    }

    @Override
    public synchronized Future<ScanPage> scan(ScanQuery query) {
        if (refusal != null) {
            return Future.failedFuture(refusal);
        }
        pages++;
        NavigableMap<byte[], Stored> scanned = scansLate ? lastScanned : keys;
        lastScanned = new TreeMap<>(keys);
        List<ScanPage.Entry> entries = new ArrayList<>();
        for (Map.Entry<byte[], Stored> entry : scanned.entrySet()) {
            if (startsWith(entry.getKey(), query.prefix())
                    && Arrays.compareUnsigned(entry.getKey(), query.after()) > 0) {
                if (entries.size() == query.limit()) {
                    return Future.succeededFuture(new ScanPage(entries, true, ringVersion.getAsLong()));
                }
                byte[] value = query.keysOnly() ? new byte[0] : entry.getValue().value();
                entries.add(new ScanPage.Entry(
                        entry.getKey(), value, entry.getValue().version()));
            }
        }
        return Future.succeededFuture(new ScanPage(entries, false, ringVersion.getAsLong()));
    }

    private static boolean startsWith(byte[] key, byte[] prefix) {
        return key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }

    @Override
    public synchronized Watch watch(WatchQuery query, WatchSink sink) {
        MemoryWatch watch = new MemoryWatch(query, sink);
        watches.add(watch);
        long from = query.fromStart() || query.afterVersion() > 0 ? query.afterVersion() : version;
        watch.tell(changes.stream().filter(change -> change.version() > from).toList());
        return watch;
    }

    /** Breaks all watches, as a member does that is no primary any more. */
    public synchronized void endWatches(KvException why) {
        List.copyOf(watches).forEach(watch -> watch.context.runOnContext(now -> watch.sink.ended(why)));
        watches.clear();
    }

    /** Tells all watchers that there is a new ring. */
    public synchronized void tellRing() {
        List.copyOf(watches).forEach(watch -> watch.tell(List.of()));
    }

    private final class MemoryWatch implements Watch {

        private final Context context = Vertx.currentContext();
        private final WatchQuery query;
        private final WatchSink sink;

        MemoryWatch(WatchQuery query, WatchSink sink) {
            this.query = query;
            this.sink = sink;
        }

        void tell(List<Change> told) {
            List<Change> matching = told.stream()
                    .filter(change -> startsWith(change.key(), query.prefix()) && !quiet.test(change))
                    .toList();
            long upTo = version;
            long ring = ringVersion.getAsLong();
            context.runOnContext(now -> sink.changed(matching, upTo, ring));
        }

        @Override
        public void resume() {
            // It never waits.
        }

        @Override
        public void close() {
            synchronized (MemoryMember.this) {
                watches.remove(this);
            }
        }
    }

    @Override
    public DataStatus status() {
        return DataStatus.newBuilder().setGroup("g").setNumber(1).build();
    }
}
