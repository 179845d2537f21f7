package io.conclave.kv.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.conclave.kv.wire.KeyValueEntry;
import io.conclave.kv.wire.ScanRequest;
import io.conclave.kv.wire.ScanResponse;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;

/**
 * All keys with a prefix, of all groups, in the order of their unsigned bytes: pages of all groups are merged. Pages
 * fit together where they are of one ring: where they are not, since arcs changed hands between them, all are read anew
 * from the last key that was given on, so that no key is missed or given twice that was there all the time. Not
 * thread-safe: one page at a time.
 */
public final class KvScan {

    private static final int PAGE = 256;
    private static final long NO_RING = -1;

    private final Routes routes;
    private final BiFunction<String, ScanRequest, Future<ScanResponse>> ask;
    private final ByteString prefix;
    private final boolean keysOnly;
    private final Map<String, Run> runs = new TreeMap<>();
    /** The version of the one ring that all that is in the runs was read under. */
    private long ring = NO_RING;

    private ByteString last;

    /**
     * A scan from the start, or from a key on.
     *
     * @param ask has a group's primary answer
     * @param after only keys above this one; of no bytes for all
     */
    KvScan(
            Routes routes,
            BiFunction<String, ScanRequest, Future<ScanResponse>> ask,
            byte[] prefix,
            byte[] after,
            boolean keysOnly) {
        this.routes = routes;
        this.ask = ask;
        this.prefix = ByteString.copyFrom(prefix);
        this.keysOnly = keysOnly;
        this.last = ByteString.copyFrom(after);
    }

    /** What is known of one group from the last key that was given on. */
    private static final class Run {

        private final Deque<KeyValueEntry> entries = new ArrayDeque<>();
        private ByteString after;
        private boolean more = true;

        Run(ByteString after) {
            this.after = after;
        }

        boolean isDry() {
            return more && entries.isEmpty();
        }

        void add(ScanResponse page) {
            entries.addAll(page.getEntriesList());
            more = page.getMore();
            if (page.getEntriesCount() > 0) {
                after = page.getEntries(page.getEntriesCount() - 1).getKey();
            }
        }
    }

    /**
     * The next keys.
     *
     * @param limit how many at most
     * @return none where there are no more
     */
    public Future<List<KvEntry>> next(int limit) {
        return routes.now() == RouteMap.EMPTY
                ? routes.refresh().otherwiseEmpty().compose(asked -> more(new ArrayList<>(), limit))
                : more(new ArrayList<>(), limit);
    }

    private Future<List<KvEntry>> more(List<KvEntry> found, int limit) {
        matchRing();
        List<String> dry = runs.entrySet().stream()
                .filter(run -> run.getValue().isDry())
                .map(Map.Entry::getKey)
                .toList();
        if (!dry.isEmpty()) {
            return fill(dry).compose(filled -> more(found, limit));
        }
        while (found.size() < limit) {
            Optional<Run> lowest = lowest();
            if (lowest.isEmpty()) {
                return Future.succeededFuture(found);
            }
            KeyValueEntry entry = lowest.get().entries.remove();
            last = entry.getKey();
            found.add(new KvEntry(entry.getKey().toByteArray(), entry.getValue().toByteArray(), entry.getVersion()));
            if (lowest.get().isDry()) {
                return found.size() < limit ? more(found, limit) : Future.succeededFuture(found);
            }
        }
        return Future.succeededFuture(found);
    }

    /**
     * Other calls of the client may have brought a newer ring: then what is in the runs is not of one ring any more.
     */
    private void matchRing() {
        RouteMap map = routes.now();
        if (map.ring().version() != ring) {
            ring = map.ring().version();
            runs.clear();
            map.owners().forEach(group -> runs.put(group, new Run(last)));
        }
    }

    private Optional<Run> lowest() {
        Run lowest = null;
        for (Run run : runs.values()) {
            if (!run.entries.isEmpty()
                    && (lowest == null
                            || compare(
                                            run.entries.peek().getKey(),
                                            lowest.entries.peek().getKey())
                                    < 0)) {
                lowest = run;
            }
        }
        return Optional.ofNullable(lowest);
    }

    private static int compare(ByteString one, ByteString other) {
        return Arrays.compareUnsigned(one.toByteArray(), other.toByteArray());
    }

    private Future<Void> fill(List<String> dry) {
        List<Future<ScanResponse>> pages = new ArrayList<>();
        for (String group : dry) {
            pages.add(ask.apply(group, request(runs.get(group).after)));
        }
        return Future.all(pages).compose(all -> {
            boolean ofOneRing = pages.stream().allMatch(page -> page.result().getRingVersion() == ring);
            if (!ofOneRing) {
                ring = NO_RING;
                return routes.refresh();
            }
            for (int i = 0; i < dry.size(); i++) {
                runs.get(dry.get(i)).add(pages.get(i).result());
            }
            return Future.succeededFuture();
        });
    }

    private ScanRequest request(ByteString after) {
        return ScanRequest.newBuilder()
                .setPrefix(prefix)
                .setAfter(after)
                .setLimit(PAGE)
                .setKeysOnly(keysOnly)
                .build();
    }

    /** The last key that was given on: another scan may go on after it. */
    public byte[] lastKey() {
        return last.toByteArray();
    }

    static ByteString wrap(byte[] bytes) {
        return UnsafeByteOperations.unsafeWrap(bytes);
    }
}
