package io.conclave.kv.replica;

import io.conclave.kv.KvException;
import io.conclave.kv.KvReason;
import io.conclave.kv.log.CorruptLogException;
import io.conclave.kv.log.Lookup;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A member's answers to those who read. For any thread: what was found is an answer where all that {@link Serving} asks
 * for holds after it was found.
 */
final class Reads {

    private static final Logger LOG = LoggerFactory.getLogger(Reads.class);

    private final Parts parts;
    private final Supplier<Serving> serving;
    private final Supplier<KvException> notServing;
    private final Consumer<String> broken;
    private final LongAdder count = new LongAdder();

    /**
     * Reads of a member's log.
     *
     * @param serving what readers may rely on at the moment; null: nothing
     * @param notServing why that is nothing
     * @param broken told on the log thread where the log turns out to be damaged
     */
    Reads(Parts parts, Supplier<Serving> serving, Supplier<KvException> notServing, Consumer<String> broken) {
        this.parts = parts;
        this.serving = serving;
        this.notServing = notServing;
        this.broken = broken;
    }

    /** How many there were. */
    long count() {
        return count.sum();
    }

    /** Reads a key. */
    Future<ReadResult> read(byte[] key) {
        count.increment();
        try {
            Lookup found = serving.get() == null ? null : parts.log().lookup(key);
            if (found instanceof Lookup.OnDisk onDisk) {
                return parts.workers()
                        .executeBlocking(() -> parts.log().load(onDisk), false)
                        .transform(done -> done.succeeded()
                                ? answered(key, done.result())
                                : Future.failedFuture(unreadable(done.cause())));
            }
            return answered(key, found);
        } catch (IOException e) {
            return Future.failedFuture(unreadable(e));
        }
    }

    private Future<ReadResult> answered(byte[] key, Lookup found) {
        Serving now = serving.get();
        if (now == null || found == null) {
            return Future.failedFuture(notServing.get());
        }
        Optional<KvException> refusal = refusal(now, key);
        if (refusal.isPresent()) {
            return Future.failedFuture(refusal.get());
        }
        return Future.succeededFuture(
                found instanceof Lookup.Present present
                        ? new ReadResult(true, present.value(), present.version())
                        : ReadResult.ABSENT);
    }

    private Optional<KvException> refusal(Serving now, byte[] key) {
        return switch (now.ownership().of(key)) {
            case OTHERS -> Optional.of(Refusal.notOwner(parts, now.ownership().ring(), key));
            case CLOSED -> Optional.of(KvException.of(KvReason.MOVING));
            default -> now.lease().isGood() ? Optional.empty() : Optional.of(KvException.of(KvReason.LEASE_EXPIRED));
        };
    }

    private KvException unreadable(Throwable why) {
        if (why instanceof CorruptLogException damage) {
            parts.thread().execute(() -> broken.accept(damage.getMessage()));
            return KvException.of(KvReason.CORRUPT, Map.of("at", damage.at(), "detail", damage.detail()));
        }
        LOG.error("the log cannot be read", why);
        return KvException.of(KvReason.CORRUPT, Map.of("at", "?", "detail", String.valueOf(why.getMessage())));
    }

    /**
     * Lists keys. A page that was read while the ring changed is read again: it may be without keys of an arc that came
     * meanwhile.
     */
    Future<ScanPage> scan(ScanQuery query) {
        count.increment();
        Serving before = serving.get();
        if (before == null) {
            return Future.failedFuture(notServing.get());
        }
        long ring = before.ownership().ring().version();
        return parts.workers()
                .executeBlocking(() -> ScanPages.of(parts.log(), query), false)
                .transform(done -> done.succeeded()
                        ? owned(query, ring, done.result())
                        : Future.failedFuture(unreadable(done.cause())));
    }

    private Future<ScanPage> owned(ScanQuery query, long ring, ScanPage page) {
        Serving now = serving.get();
        if (now == null) {
            return Future.failedFuture(notServing.get());
        }
        if (!now.lease().isGood()) {
            return Future.failedFuture(KvException.of(KvReason.LEASE_EXPIRED));
        }
        if (now.ownership().ring().version() != ring) {
            return scan(query);
        }
        List<ScanPage.Entry> entries = new ArrayList<>(page.entries().size());
        for (ScanPage.Entry entry : page.entries()) {
            switch (now.ownership().of(entry.key())) {
                case OTHERS -> {
                    // Not ours yet, or no longer.
                }
                case CLOSED -> {
                    return Future.failedFuture(KvException.of(KvReason.MOVING));
                }
                default -> entries.add(entry);
            }
        }
        if (entries.isEmpty() && page.more()) {
            byte[] last = page.entries().get(page.entries().size() - 1).key();
            return scan(new ScanQuery(query.prefix(), last, query.limit(), query.keysOnly()));
        }
        return Future.succeededFuture(new ScanPage(entries, page.more(), ring));
    }
}
