package io.conclave.logs.elastic;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what becomes of documents, and tells the log of those that are lost: once a minute, with one of the reasons.
 */
final class Tally {

    private static final Logger LOG = LoggerFactory.getLogger(Tally.class);
    private static final long SILENCE_NANOS = Duration.ofMinutes(1).toNanos();
    private static final int MOST_KINDS = 20;
    private static final String OTHERS = "others";

    private final LongSupplier nanoTime;
    private final Map<String, Long> dropped = new LinkedHashMap<>();
    private long written;
    private long repeated;
    private long retries;
    private long toldOf;
    private long toldAt;

    Tally(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    synchronized void add(BulkOutcome outcome) {
        written += outcome.written();
        repeated += outcome.repeated();
        drop(outcome.dropped());
    }

    /** One reason for each document that is lost. */
    synchronized void drop(List<String> reasons) {
        if (reasons.isEmpty()) {
            return;
        }
        for (String reason : reasons) {
            String kind = reason.replaceAll(":.*", "");
            boolean known = dropped.containsKey(kind) || dropped.size() < MOST_KINDS;
            dropped.merge(known ? kind : OTHERS, 1L, Long::sum);
        }
        long all = total();
        if (toldOf == 0 || nanoTime.getAsLong() - toldAt > SILENCE_NANOS) {
            LOG.warn(
                    "documents that Elasticsearch will never take, and that are left out: {}, since {}",
                    all - toldOf,
                    reasons.get(0));
            toldOf = all;
            toldAt = nanoTime.getAsLong();
        }
    }

    synchronized void retried() {
        retries++;
    }

    private long total() {
        return dropped.values().stream().mapToLong(Long::longValue).sum();
    }

    /** All counts since the start. */
    synchronized ElasticFigures figures() {
        return new ElasticFigures(written, repeated, retries, dropped);
    }
}
