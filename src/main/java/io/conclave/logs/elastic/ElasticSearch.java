package io.conclave.logs.elastic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.conclave.bus.Json;
import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;
import io.conclave.logs.AskContext;
import io.conclave.logs.DegradedReason;
import io.conclave.logs.Highlighter;
import io.conclave.logs.Histogram;
import io.conclave.logs.LogContext;
import io.conclave.logs.LogHit;
import io.conclave.logs.LogQuery;
import io.conclave.logs.LogSearch;
import io.conclave.logs.SearchPage;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Finds log entries in Elasticsearch, or says within two seconds that it does not answer. */
final class ElasticSearch implements LogSearch {

    private static final String PATH = "/" + Fields.INDICES
            + "/_search?ignore_unavailable=true&allow_no_indices=true&allow_partial_search_results=true";

    private static final long NANOS = 1_000_000;

    private final ElasticClient client;
    private final Times times;
    private final LongSupplier nanoTime;

    ElasticSearch(ElasticClient client, Times times, LongSupplier nanoTime) {
        this.client = client;
        this.times = times;
        this.nanoTime = nanoTime;
    }

    @Override
    public Future<SearchPage> search(LogQuery query) {
        long begun = nanoTime.getAsLong();
        Optional<Cursor> after;
        ObjectNode body;
        try {
            after = Optional.ofNullable(query.cursor()).map(text -> Cursor.decode(text, query.sort()));
            body = new SearchBody(query, times.hits()).page(after);
        } catch (ProblemException unreadable) {
            return Future.failedFuture(unreadable);
        }
        return ask(body, begun).compose(answer -> {
            Page page = new Page(query, answer);
            return page.span()
                    .map(span -> bars(query, span, begun)
                            .map(bars -> page.read(bars, tookMs(begun)))
                            .recover(late -> Future.succeededFuture(page.read(Histogram.NONE, tookMs(begun))
                                    .degradedBy(
                                            DegradedReason.TIME_LIMIT,
                                            ProblemException.of(late).detail()))))
                    .orElseGet(() -> Future.succeededFuture(page.read(Histogram.NONE, tookMs(begun))));
        });
    }

    private Future<Histogram> bars(LogQuery query, Page.Span span, long begun) {
        return ask(new SearchBody(query, times.histogram()).histogram(span.widthMs()), begun)
                .map(answer -> Page.histogram(span, answer));
    }

    @Override
    public Future<LogContext> context(AskContext question) {
        long begun = nanoTime.getAsLong();
        ObjectNode body = Json.object().put("size", 1);
        body.putObject("query").putObject("ids").putArray("values").add(question.id());
        body.set("sort", SearchBody.byTime(true));
        return ask(body, begun).compose(answer -> {
            JsonNode found = answer.at("/hits/hits/0");
            if (found.isMissingNode()) {
                return Future.failedFuture(
                        Problem.notFound("id", question.id(), "the id of an entry that is still there")
                                .asException());
            }
            return around(found, question.around(), begun);
        });
    }

    private Future<LogContext> around(JsonNode found, int each, long begun) {
        Future<List<LogHit>> before = beside(found, each, false, begun);
        Future<List<LogHit>> behind = beside(found, each, true, begun);
        return Future.all(before, behind).map(both -> {
            List<LogHit> hits = new ArrayList<>(before.result());
            Collections.reverse(hits);
            int position = hits.size();
            hits.add(LogDocument.read(found, new Highlighter(null)));
            hits.addAll(behind.result());
            return new LogContext(hits, position);
        });
    }

    /** What the same server wrote before or behind an entry, the nearest first. */
    private Future<List<LogHit>> beside(JsonNode found, int most, boolean behind, long begun) {
        ObjectNode body =
                Json.object().put("size", most).put("timeout", times.hits().toMillis() + "ms");
        body.put("track_total_hits", false);
        ArrayNode filter = body.putObject("query").putObject("bool").putArray("filter");
        same(filter, Fields.SERVICE, found.at("/_source/service/name"));
        same(filter, Fields.NODE, found.at("/_source/conclave/node"));
        body.set("sort", SearchBody.byTime(behind));
        body.set("search_after", found.get("sort"));
        return ask(body, begun).map(answer -> {
            List<LogHit> hits = new ArrayList<>();
            Highlighter nothing = new Highlighter(null);
            answer.at("/hits/hits").forEach(hit -> hits.add(LogDocument.read(hit, nothing)));
            return hits;
        });
    }

    private static void same(ArrayNode filter, String field, JsonNode value) {
        if (value.isTextual()) {
            filter.add(SearchBody.in(field, List.of(value.asText())));
        }
    }

    private Future<JsonNode> ask(ObjectNode body, long begun) {
        long leftMs = Math.max(1, times.search().toMillis() - tookMs(begun));
        return client.send(HttpMethod.POST, PATH, body, Duration.ofMillis(leftMs))
                .map(answer -> {
                    if (!answer.isOk()) {
                        throw ElasticProblems.refused(answer);
                    }
                    return answer.body();
                });
    }

    private long tookMs(long begun) {
        return (nanoTime.getAsLong() - begun) / NANOS;
    }
}
