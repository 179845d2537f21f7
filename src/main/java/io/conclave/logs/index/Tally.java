package io.conclave.logs.index;

import io.conclave.logs.FacetCount;
import io.conclave.logs.Facets;
import io.conclave.logs.Histogram;
import io.conclave.logs.LogLevel;
import io.conclave.logs.LogQuery;
import io.conclave.logs.QueryTree;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts the entries that fit a query by their numbers alone, see {@link EntryKey}: at most the newest {@value #MOST},
 * so that its cost is bounded, 20 to 60 ms on a small machine.
 *
 * @param total how many entries were counted
 * @param exact whether these are all
 * @param facets what they are
 * @param histogram when they were written
 */
record Tally(long total, boolean exact, Facets facets, Histogram histogram) {

    /** Nothing was counted. */
    static final Tally NONE = new Tally(0, false, Facets.NONE, Histogram.NONE);

    /** How many are counted at the most. */
    static final int MOST = 100_000;

    /** What an entry is counted by. */
    @FunctionalInterface
    private interface Value {
        String of(long key) throws SQLException;
    }

    /** @param keys of the newest entries that fit, at most {@value #MOST} */
    static Tally of(IndexReader reader, LogQuery query, QueryTree tree, long[] keys) throws SQLException {
        boolean exact = keys.length < MOST;
        Facets facets = new Facets(
                counts(
                        query.services().isEmpty()
                                ? keys
                                : reader.newest(query, tree, FtsExpression.Aside.SERVICES, MOST),
                        3,
                        3,
                        key -> EntryKey.service(key).code()),
                counts(
                        query.nodes().isEmpty() ? keys : reader.newest(query, tree, FtsExpression.Aside.NODES, MOST),
                        5,
                        127,
                        key -> reader.nodeName(EntryKey.node(key))),
                counts(
                        query.levels().isEmpty() ? keys : reader.newest(query, tree, FtsExpression.Aside.LEVELS, MOST),
                        0,
                        7,
                        key -> EntryKey.level(key).code()));
        return new Tally(keys.length, exact, facets, histogram(query, keys, exact));
    }

    private static List<FacetCount> counts(long[] keys, int shift, int mask, Value value) throws SQLException {
        long[] counts = new long[mask + 1];
        long[] example = new long[mask + 1];
        for (long key : keys) {
            int bits = (int) (key >>> shift) & mask;
            counts[bits]++;
            example[bits] = key;
        }
        Map<String, Long> byValue = new HashMap<>();
        for (int i = 0; i <= mask; i++) {
            if (counts[i] > 0) {
                byValue.merge(value.of(example[i]), counts[i], Long::sum);
            }
        }
        List<FacetCount> sorted = new ArrayList<>();
        byValue.forEach((name, count) -> sorted.add(new FacetCount(name, count)));
        sorted.sort(Comparator.comparingLong(FacetCount::count).reversed().thenComparing(FacetCount::value));
        return sorted;
    }

    private static Histogram histogram(LogQuery query, long[] keys, boolean exact) {
        if (keys.length == 0) {
            return Histogram.NONE;
        }
        long last = EntryKey.epochMs(keys[0]);
        long first = EntryKey.epochMs(keys[keys.length - 1]);
        long from = query.from() == null || !exact ? first : Math.min(first, EntryKey.millis(query.from()));
        long to = query.to() == null ? last : Math.max(last, EntryKey.millis(query.to()) - 1);
        long width = Histogram.widthFor(from, to);
        long begin = from / width;
        int bars = (int) (to / width - begin) + 1;
        long[] all = new long[bars];
        long[] warnings = new long[bars];
        long[] errors = new long[bars];
        for (long key : keys) {
            int bar = (int) (EntryKey.epochMs(key) / width - begin);
            all[bar]++;
            LogLevel level = EntryKey.level(key);
            if (level == LogLevel.WARN) {
                warnings[bar]++;
            } else if (level == LogLevel.ERROR || level == LogLevel.FATAL) {
                errors[bar]++;
            }
        }
        List<Histogram.Bar> shown = new ArrayList<>(bars);
        for (int i = 0; i < bars; i++) {
            shown.add(new Histogram.Bar(all[i], warnings[i], errors[i]));
        }
        return new Histogram(Instant.ofEpochMilli(begin * width), width, shown);
    }
}
