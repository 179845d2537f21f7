package io.conclave.logs.centre;

import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;
import io.conclave.logs.AskContext;
import io.conclave.logs.DegradedReason;
import io.conclave.logs.LogContext;
import io.conclave.logs.LogHit;
import io.conclave.logs.LogQuery;
import io.conclave.logs.LogSearch;
import io.conclave.logs.SearchPage;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Asks Elasticsearch where there is one, and the embedded index where that does not answer in time. Cursors and ids say
 * by their first letter which of the two gave them, so that a page behind another comes from the same.
 */
final class LogRouter implements LogSearch {

    private static final long ELASTIC_LIMIT_MS = 2_000;
    private static final String OF_EMBEDDED = "e";
    private static final String OF_ELASTIC = "x";
    private static final String REFUSED = "elasticsearch_refused";

    private final Optional<LogSearch> embedded;
    private final Optional<LogSearch> elastic;

    LogRouter(Optional<LogSearch> embedded, Optional<LogSearch> elastic) {
        this.embedded = embedded;
        this.elastic = elastic;
    }

    @Override
    public Future<SearchPage> search(LogQuery query) {
        query.tree();
        String cursor = query.cursor();
        if (cursor != null && !cursor.startsWith(OF_EMBEDDED) && !cursor.startsWith(OF_ELASTIC)) {
            throw Problem.invalid("cursor", cursor, "the nextCursor of an answer before this one")
                    .asException();
        }
        LogQuery own = cursor == null ? query : query.from(cursor.substring(1), query.limit());
        if (cursor == null ? elastic.isPresent() : cursor.startsWith(OF_ELASTIC)) {
            Future<SearchPage> asked = elastic.orElseThrow(LogRouter::none)
                    .search(own)
                    .timeout(ELASTIC_LIMIT_MS, TimeUnit.MILLISECONDS)
                    .map(page -> marked(page, OF_ELASTIC));
            return cursor == null ? asked.recover(failure -> instead(own, failure)) : asked;
        }
        return embedded.orElseThrow(LogRouter::none).search(own).map(page -> marked(page, OF_EMBEDDED));
    }

    private Future<SearchPage> instead(LogQuery query, Throwable failure) {
        Problem problem = ProblemException.of(failure);
        if (problem.status() == 400 || embedded.isEmpty()) {
            return Future.failedFuture(failure);
        }
        DegradedReason reason = problem.code().equals(REFUSED)
                ? DegradedReason.ELASTICSEARCH_REFUSED
                : DegradedReason.ELASTICSEARCH_AWAY;
        return embedded.get().search(query).map(page -> marked(page, OF_EMBEDDED)
                .degradedBy(reason, problem.detail()));
    }

    @Override
    public Future<LogContext> context(AskContext question) {
        String id = question.id();
        Optional<LogSearch> gave =
                id.startsWith(OF_EMBEDDED) ? embedded : id.startsWith(OF_ELASTIC) ? elastic : Optional.empty();
        if (gave.isEmpty() || id.length() == 1) {
            throw Problem.notFound("id", id, "the id of an entry that a search gave")
                    .asException();
        }
        return gave.get()
                .context(new AskContext(id.substring(1), question.around()))
                .map(context -> new LogContext(marked(context.hits(), id.substring(0, 1)), context.position()));
    }

    private static SearchPage marked(SearchPage page, String mark) {
        return new SearchPage(
                marked(page.hits(), mark),
                page.total(),
                page.totalExact(),
                page.facets(),
                page.histogram(),
                page.nextCursor() == null ? null : mark + page.nextCursor(),
                page.source(),
                page.degraded(),
                page.degradedDetail(),
                page.tookMs());
    }

    private static List<LogHit> marked(List<LogHit> hits, String mark) {
        return hits.stream()
                .map(hit -> new LogHit(
                        mark + hit.id(),
                        hit.at(),
                        hit.timeKnown(),
                        hit.service(),
                        hit.node(),
                        hit.level(),
                        hit.thread(),
                        hit.logger(),
                        hit.message(),
                        hit.source(),
                        hit.cut(),
                        hit.highlights()))
                .toList();
    }

    private static ProblemException none() {
        return Problem.unavailable(
                        "no_log_index",
                        "nothing keeps the logs: LOG_INDEX_ENABLED is false and no ELASTICSEARCH_URL is set")
                .asException();
    }
}
