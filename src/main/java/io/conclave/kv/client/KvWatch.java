package io.conclave.kv.client;

import com.google.protobuf.ByteString;
import io.conclave.kv.KvReason;
import io.conclave.kv.wire.Change;
import io.conclave.kv.wire.KeyValueGrpcClient;
import io.conclave.kv.wire.WatchRequest;
import io.conclave.kv.wire.WatchResponse;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The changes of all groups. Each group has a stream of its own, which is taken up again after the last version that
 * was told wherever it breaks, so that nothing is missed or told twice. Where an arc changes hands, the stream of its
 * new group runs under a later ring: what it tells is held back until the other streams have come to that ring too, and
 * with it to the last changes that they have of the arc, for {@value #LONGEST_HOLD_MS} ms at most. Thread-safe.
 */
public final class KvWatch {

    private static final long LONGEST_HOLD_MS = 5_000;
    private static final Duration LOOK_FOR_GROUPS = Duration.ofMillis(500);

    private final Routes routes;
    private final Transport transport;
    private final RetryRule rule;
    private final Function<Duration, Future<Void>> pause;
    private final ByteString prefix;
    private final Consumer<KvChange> each;
    private final Consumer<KvCallException> ended;
    private final Map<String, GroupStream> streams = new TreeMap<>();
    private final Promise<Void> ready = Promise.promise();
    private final boolean fromStart;
    private boolean begun;
    private boolean over;

    KvWatch(
            Routes routes,
            Transport transport,
            RetryRule rule,
            Function<Duration, Future<Void>> pause,
            ByteString prefix,
            boolean fromStart,
            Consumer<KvChange> each,
            Consumer<KvCallException> ended) {
        this.routes = routes;
        this.transport = transport;
        this.rule = rule;
        this.pause = pause;
        this.prefix = prefix;
        this.fromStart = fromStart;
        this.each = each;
        this.ended = ended;
    }

    /** Completes once all groups' streams stand: changes that are made from then on are told. */
    public Future<Void> ready() {
        return ready.future();
    }

    /** Ends it; nothing more is told. */
    public synchronized void close() {
        over = true;
        streams.values().forEach(GroupStream::cancel);
    }

    void begin() {
        routes.refresh().onComplete(asked -> look());
    }

    /** Takes in groups that have come into the ring, now and from time to time. */
    private synchronized void look() {
        if (over) {
            return;
        }
        for (String group : routes.now().owners()) {
            if (!streams.containsKey(group)) {
                GroupStream stream = new GroupStream(group, fromStart || begun);
                streams.put(group, stream);
                stream.open();
            }
        }
        begun |= !streams.isEmpty();
        pause.apply(LOOK_FOR_GROUPS)
                .compose(waited -> routes.refresh().otherwiseEmpty())
                .onComplete(asked -> look());
    }

    private synchronized void fail(KvCallException why) {
        if (!over) {
            close();
            ready.tryFail(why);
            ended.accept(why);
        }
    }

    /** Gives on what may be given on, in each stream's order. */
    private void release() {
        long common = streams.values().stream()
                .mapToLong(stream -> stream.ringSeen)
                .min()
                .orElse(0);
        streams.values().forEach(stream -> stream.release(common));
        if (streams.values().stream().allMatch(stream -> stream.stands)) {
            ready.tryComplete();
        }
    }

    /** One group's changes. Guarded by the watch. */
    private final class GroupStream {

        private final String group;
        private final Deque<WatchResponse> held = new ArrayDeque<>();
        private final boolean all;
        private long after;
        private long ringSeen;
        private long ringForced;
        private boolean stands;
        private int failures;
        private int opened;
        private Transport.Stream stream;

        GroupStream(String group, boolean all) {
            this.group = group;
            this.all = all;
        }

        void open() {
            opened++;
            int number = opened;
            Optional<String> primary = routes.now().primaryOf(group);
            if (primary.isEmpty()) {
                failed(number, CallFailedException.notSent("Group " + group + " has no primary that is known."));
                return;
            }
            WatchRequest request = WatchRequest.newBuilder()
                    .setPrefix(prefix)
                    .setAfterVersion(after)
                    .setFromStart((all || stands) && after == 0)
                    .build();
            stream = transport.stream(
                    primary.get(),
                    KeyValueGrpcClient.Watch,
                    request,
                    told -> told(number, told),
                    failure -> failed(number, failure));
        }

        private void told(int number, WatchResponse response) {
            synchronized (KvWatch.this) {
                if (over || number != opened) {
                    return;
                }
                failures = 0;
                stands = true;
                after = Math.max(after, response.getVersion());
                ringSeen = Math.max(ringSeen, response.getRingVersion());
                held.add(response);
                if (response.getRingVersion() > ringForced && ringForced < ringSeen) {
                    forceLater(ringSeen);
                }
                KvWatch.this.release();
            }
        }

        /** Holds nothing back for ever: a group that is gone for good would hold up all others. */
        private void forceLater(long ring) {
            pause.apply(Duration.ofMillis(LONGEST_HOLD_MS)).onComplete(waited -> {
                synchronized (KvWatch.this) {
                    ringForced = Math.max(ringForced, ring);
                    KvWatch.this.release();
                }
            });
        }

        void release(long common) {
            while (!over && !held.isEmpty() && held.peek().getRingVersion() <= Math.max(common, ringForced)) {
                for (Change change : held.remove().getChangesList()) {
                    each.accept(new KvChange(
                            group,
                            change.getKey().toByteArray(),
                            change.hasValue() ? change.getValue().toByteArray() : null,
                            change.getVersion()));
                }
            }
        }

        private void failed(int number, CallFailedException failure) {
            synchronized (KvWatch.this) {
                if (over || number != opened) {
                    return;
                }
                failures++;
                routes.learn(failure.redirect());
                Optional<KvReason> reason = failure.reason();
                if (reason.isPresent() && endsIt(reason.get())) {
                    fail(new KvCallException(reason.get(), failure.getMessage()));
                    return;
                }
            }
            pause.apply(rule.pause(failures))
                    .compose(waited -> routes.refresh().otherwiseEmpty())
                    .onComplete(asked -> again(number));
        }

        private void again(int number) {
            synchronized (KvWatch.this) {
                if (over || number != opened) {
                    return;
                }
                if (isGone()) {
                    streams.remove(group);
                    KvWatch.this.release();
                } else {
                    open();
                }
            }
        }

        /**
         * Whether the group is no more: all that it had was told, since its last stream came to the ring without it.
         */
        private boolean isGone() {
            RouteMap map = routes.now();
            return !map.owners().contains(group) && ringSeen >= map.ring().version() && held.isEmpty();
        }

        void cancel() {
            if (stream != null) {
                stream.cancel();
            }
        }
    }

    /** Whether asking again brings the same answer. */
    private static boolean endsIt(KvReason reason) {
        return reason == KvReason.WATCH_TOO_OLD || reason == KvReason.INVALID || reason == KvReason.UNAUTHENTICATED;
    }
}
