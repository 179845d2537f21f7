package io.conclave.logs;

import java.util.List;

/**
 * What was found.
 *
 * @param hits in the order that was asked for
 * @param total how many entries fit; on pages after the first it may be 0 with {@code totalExact} false
 * @param totalExact whether {@code total}, facets and histogram are of all entries that fit, or of the newest ones only
 * @param facets what those entries are
 * @param histogram when they were written
 * @param nextCursor for the page behind this one, or null where this is the last
 * @param source who answered: {@code embedded} or {@code elasticsearch}
 * @param degraded why this is not all that it could be, or null
 * @param degradedDetail what exactly is wrong then, in English, or null
 * @param tookMs how long it took, milliseconds
 */
public record SearchPage(
        List<LogHit> hits,
        long total,
        boolean totalExact,
        Facets facets,
        Histogram histogram,
        String nextCursor,
        String source,
        DegradedReason degraded,
        String degradedDetail,
        long tookMs) {

    /** The embedded index answered. */
    public static final String EMBEDDED = "embedded";

    /** Elasticsearch answered. */
    public static final String ELASTICSEARCH = "elasticsearch";

    public SearchPage {
        hits = List.copyOf(hits);
    }

    /** The same with a reason why it is not all that it could be. */
    public SearchPage degradedBy(DegradedReason reason, String detail) {
        return new SearchPage(hits, total, totalExact, facets, histogram, nextCursor, source, reason, detail, tookMs);
    }
}
