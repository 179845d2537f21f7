package io.conclave.logs.elastic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.conclave.logs.DegradedReason;
import io.conclave.logs.FacetCount;
import io.conclave.logs.Facets;
import io.conclave.logs.Highlighter;
import io.conclave.logs.Histogram;
import io.conclave.logs.LogHit;
import io.conclave.logs.LogQuery;
import io.conclave.logs.SearchPage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What Elasticsearch answered to a search, as a page. */
final class Page {

    private final LogQuery query;
    private final JsonNode answer;

    Page(LogQuery query, JsonNode answer) {
        this.query = query;
        this.answer = answer;
    }

    /**
     * When what was found was written.
     *
     * @param firstMs the first, milliseconds since 1970
     * @param lastMs the last
     */
    record Span(long firstMs, long lastMs) {
        long widthMs() {
            return Histogram.widthFor(firstMs, lastMs);
        }
    }

    /** From the first entry that fits to the last, or empty where none does or nobody counted. */
    Optional<Span> span() {
        JsonNode first = answer.at("/aggregations/span/first/value");
        JsonNode last = answer.at("/aggregations/span/last/value");
        return first.isNumber() && last.isNumber()
                ? Optional.of(new Span((long) first.asDouble(), (long) last.asDouble()))
                : Optional.empty();
    }

    /** Everything in one. */
    SearchPage read(Histogram histogram, long tookMs) {
        JsonNode found = answer.at("/hits/hits");
        Highlighter highlighter = new Highlighter(query.tree().orElse(null));
        List<LogHit> hits = new ArrayList<>();
        for (int i = 0; i < Math.min(found.size(), query.limit()); i++) {
            hits.add(LogDocument.read(found.get(i), highlighter));
        }
        boolean more = found.size() > query.limit() && query.sort() != LogQuery.Sort.BEST;
        String next =
                more ? new Cursor((ArrayNode) found.get(query.limit() - 1).get("sort")).encode(query.sort()) : null;
        JsonNode total = answer.at("/hits/total/value");
        SearchPage page = new SearchPage(
                hits,
                total.asLong(0),
                total.isNumber() && answer.at("/hits/total/relation").asText().equals("eq"),
                new Facets(counts("services"), counts("nodes"), counts("levels")),
                histogram,
                next,
                SearchPage.ELASTICSEARCH,
                null,
                null,
                tookMs);
        return degraded(answer).map(reason -> page.degradedBy(reason, shards())).orElse(page);
    }

    private static Optional<DegradedReason> degraded(JsonNode answer) {
        if (answer.path("timed_out").asBoolean(false)) {
            return Optional.of(DegradedReason.TIME_LIMIT);
        }
        return answer.at("/_shards/failed").asInt(0) > 0 ? Optional.of(DegradedReason.PARTIAL) : Optional.empty();
    }

    private String shards() {
        JsonNode shards = answer.path("_shards");
        String why = shards.at("/failures/0/reason/reason").asText("");
        return shards.path("successful").asInt() + " of " + shards.path("total").asInt() + " shards answered"
                + (why.isEmpty() ? "" : ": " + Harmless.start(Harmless.text(why), 200));
    }

    private List<FacetCount> counts(String name) {
        List<FacetCount> counts = new ArrayList<>();
        for (JsonNode bucket : answer.at("/aggregations/" + name + "/values/buckets")) {
            counts.add(new FacetCount(
                    Harmless.text(bucket.get("key").asText()),
                    bucket.get("doc_count").asLong()));
        }
        return counts;
    }

    /** The bars of an answer, with those between them that have nothing. */
    static Histogram histogram(Span span, JsonNode answer) {
        long width = span.widthMs();
        long first = Math.floorDiv(span.firstMs(), width);
        Histogram.Bar[] bars = new Histogram.Bar[(int) (Math.floorDiv(span.lastMs(), width) - first + 1)];
        Arrays.fill(bars, new Histogram.Bar(0, 0, 0));
        for (JsonNode bucket : answer.at("/aggregations/bars/buckets")) {
            long place = Math.floorDiv(bucket.get("key").asLong(), width) - first;
            // What came in between the two questions lies outside.
            if (place >= 0 && place < bars.length) {
                bars[(int) place] = new Histogram.Bar(
                        bucket.get("doc_count").asLong(),
                        bucket.at("/warnings/doc_count").asLong(),
                        bucket.at("/errors/doc_count").asLong());
            }
        }
        return new Histogram(Instant.ofEpochMilli(first * width), width, List.of(bars));
    }
}
