package io.conclave.logs.elastic;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.conclave.bus.Json;
import io.conclave.logs.LogLevel;
import io.conclave.logs.LogQuery;
import io.conclave.logs.LogService;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The bodies of searches. Text and time are the query proper; services, nodes and levels filter behind the counts, so
 * that each list of counts can leave its own filter aside.
 */
final class SearchBody {

    static final int MOST_NODES = 200;
    private static final int MOST_OTHERS = 20;

    private final LogQuery query;
    private final Duration limit;

    /** @param limit after which Elasticsearch is to answer with what it has found by then */
    SearchBody(LogQuery query, Duration limit) {
        this.query = query;
        this.limit = limit;
    }

    /** One hit more than the page has tells whether there is another page. Counts come with the first page alone. */
    ObjectNode page(Optional<Cursor> after) {
        ObjectNode body = body(query.limit() + 1);
        body.set("query", textAndTime());
        body.set("post_filter", filters(true, true, true));
        if (query.sort() != LogQuery.Sort.BEST) {
            body.set("sort", byTime(query.sort() == LogQuery.Sort.OLDEST));
        } else {
            body.putArray("sort").add("_score").addAll(byTime(false));
        }
        after.ifPresent(cursor -> body.set("search_after", cursor.values()));
        body.put("track_total_hits", after.isEmpty());
        if (after.isEmpty()) {
            ObjectNode counts = body.putObject("aggs");
            counts.set("services", counted(Fields.SERVICE, MOST_OTHERS, filters(false, true, true)));
            counts.set("nodes", counted(Fields.NODE, MOST_NODES, filters(true, false, true)));
            counts.set("levels", counted(Fields.LEVEL, MOST_OTHERS, filters(true, true, false)));
            ObjectNode span = counts.putObject("span");
            span.set("filter", filters(true, true, true));
            ObjectNode ends = span.putObject("aggs");
            ends.putObject("first").putObject("min").put("field", Fields.TIME);
            ends.putObject("last").putObject("max").put("field", Fields.TIME);
        }
        return body;
    }

    /** Bars of this width, of those alone that have something. */
    ObjectNode histogram(long widthMs) {
        ObjectNode body = body(0);
        body.put("track_total_hits", false);
        ObjectNode both = body.putObject("query").putObject("bool");
        both.putArray("filter").add(textAndTime()).add(filters(true, true, true));
        ObjectNode bars = body.putObject("aggs").putObject("bars");
        bars.putObject("date_histogram")
                .put("field", Fields.TIME)
                .put("fixed_interval", widthMs + "ms")
                .put("min_doc_count", 1);
        ObjectNode graver = bars.putObject("aggs");
        graver.putObject("warnings").set("filter", in(Fields.LEVEL, List.of(LogLevel.WARN.code())));
        graver.putObject("errors")
                .set("filter", in(Fields.LEVEL, List.of(LogLevel.ERROR.code(), LogLevel.FATAL.code())));
        return body;
    }

    private ObjectNode body(int size) {
        return Json.object().put("size", size).put("timeout", limit.toMillis() + "ms");
    }

    /** Only where the best is wanted first is it computed how well each fits. */
    private ObjectNode textAndTime() {
        ObjectNode clause = Json.object();
        ObjectNode bool = clause.putObject("bool");
        ArrayNode filter = bool.putArray("filter");
        query.tree().map(QueryBody::of).ifPresent(text -> {
            if (query.sort() == LogQuery.Sort.BEST) {
                bool.putArray("must").add(text);
            } else {
                filter.add(text);
            }
        });
        if (query.from() != null || query.to() != null) {
            ObjectNode range = filter.addObject().putObject("range").putObject(Fields.TIME);
            if (query.from() != null) {
                range.put("gte", LogDocument.time(query.from()));
            }
            if (query.to() != null) {
                range.put("lt", LogDocument.time(query.to()));
            }
        }
        return clause;
    }

    private ObjectNode filters(boolean services, boolean nodes, boolean levels) {
        ObjectNode clause = Json.object();
        ArrayNode filter = clause.putObject("bool").putArray("filter");
        if (services && !query.services().isEmpty()) {
            filter.add(in(
                    Fields.SERVICE,
                    query.services().stream().map(LogService::code).sorted().toList()));
        }
        if (nodes && !query.nodes().isEmpty()) {
            filter.add(in(Fields.NODE, query.nodes().stream().sorted().toList()));
        }
        if (levels && !query.levels().isEmpty()) {
            filter.add(in(
                    Fields.LEVEL,
                    query.levels().stream().map(LogLevel::code).sorted().toList()));
        }
        return clause;
    }

    private static ObjectNode counted(String field, int most, ObjectNode filter) {
        ObjectNode counted = Json.object();
        counted.set("filter", filter);
        counted.putObject("aggs")
                .putObject("values")
                .putObject("terms")
                .put("field", field)
                .put("size", most);
        return counted;
    }

    static ObjectNode in(String field, Collection<String> values) {
        ObjectNode clause = Json.object();
        ArrayNode allowed = clause.putObject("terms").putArray(field);
        values.forEach(allowed::add);
        return clause;
    }

    /** Among entries of one time, by where in its log each stands. */
    static ArrayNode byTime(boolean oldestFirst) {
        String order = oldestFirst ? "asc" : "desc";
        ArrayNode sort = (ArrayNode) Json.tree(List.of());
        sort.addObject().putObject(Fields.TIME).put("order", order).put("unmapped_type", "date");
        sort.addObject().putObject(Fields.OFFSET).put("order", order).put("unmapped_type", "long");
        sort.addObject().putObject(Fields.ID).put("order", order).put("unmapped_type", "keyword");
        return sort;
    }
}
