package io.conclave.web.rest;

import com.fasterxml.jackson.annotation.JsonValue;
import io.conclave.bus.Bus;
import io.conclave.bus.Json;
import io.conclave.logs.LogHit;
import io.conclave.logs.LogQuery;
import io.conclave.logs.LogTopics;
import io.conclave.logs.SearchPage;
import io.conclave.web.guard.Connections;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what was found in the logs to a file, page by page as fast as it is taken, up to a number of entries. */
final class LogExport {

    /** The most entries of a file. */
    static final int MOST = 50_000;

    /** The entries of a file where nothing else is asked for. */
    static final int USUAL = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(LogExport.class);
    private static final long LONGEST_STALL_MS = 30_000;
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Bus bus;
    private final WorkerExecutor workers;
    private final Clock clock;

    /** @param workers where entries become text, since they may be long */
    LogExport(Bus bus, WorkerExecutor workers, Clock clock) {
        this.bus = bus;
        this.workers = workers;
        this.clock = clock;
    }

    /** How it is written. */
    enum Format {
        /** An entry a line, as the search answers it. */
        NDJSON("application/x-ndjson", "ndjson") {
            @Override
            String entry(LogHit hit) {
                return Json.encode(hit) + "\n";
            }
        },
        /** As a log: time, server, level, thread, logger and message. */
        TEXT("text/plain; charset=utf-8", "log") {
            @Override
            String entry(LogHit hit) {
                return hit.at() + " [" + hit.node() + "] " + hit.level().name()
                        + (hit.thread().isEmpty() ? "" : " [" + hit.thread() + "]")
                        + (hit.logger().isEmpty() ? "" : " " + hit.logger())
                        + " - " + hit.message()
                        + (hit.cut() == 0 ? "" : " … (" + hit.cut() + " characters left out)")
                        + "\n";
            }
        };

        private final String mediaType;
        private final String ending;

        Format(String mediaType, String ending) {
            this.mediaType = mediaType;
            this.ending = ending;
        }

        /** The name in the query. */
        @JsonValue
        String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        abstract String entry(LogHit hit);
    }

    /**
     * Answers with a file.
     *
     * @param query what is looked for; its limit is the entries a page
     * @param most how many entries at the most
     * @return fails where the first page cannot be had: nothing has been answered then
     */
    Future<Void> send(RoutingContext ctx, Format format, LogQuery query, int most) {
        return bus.request(LogTopics.SEARCH, query).compose(first -> {
            HttpServerResponse response = ctx.response();
            if (response.closed()) {
                return Future.succeededFuture();
            }
            String name = "conclave-logs-" + STAMP.format(clock.instant()) + "." + format.ending;
            response.setChunked(true)
                    .putHeader(HttpHeaders.CONTENT_TYPE, format.mediaType)
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                    .putHeader("Content-Disposition", DownloadRoute.disposition(name));
            return pages(response, format, query, first, most)
                    .compose(written -> response.end())
                    .recover(failure -> abandon(ctx, failure));
        });
    }

    private Future<Void> pages(HttpServerResponse response, Format format, LogQuery query, SearchPage page, int left) {
        List<LogHit> hits = page.hits().subList(0, Math.min(left, page.hits().size()));
        return workers.executeBlocking(() -> text(format, hits), false)
                .compose(text -> write(response, text))
                .compose(written -> page.nextCursor() == null || hits.size() == left
                        ? Future.succeededFuture()
                        : bus.request(LogTopics.SEARCH, query.from(page.nextCursor(), query.limit()))
                                .compose(next -> pages(response, format, query, next, left - hits.size())));
    }

    private static String text(Format format, List<LogHit> hits) {
        StringBuilder text = new StringBuilder();
        hits.forEach(hit -> text.append(format.entry(hit)));
        return text.toString();
    }

    private static Future<Void> write(HttpServerResponse response, String text) {
        return text.isEmpty()
                ? Future.succeededFuture()
                : response.write(text).timeout(LONGEST_STALL_MS, TimeUnit.MILLISECONDS);
    }

    /** Half an answer is out: only the end of the connection can say that the rest will not come. */
    private static Future<Void> abandon(RoutingContext ctx, Throwable failure) {
        if (!ctx.response().closed()) {
            LOG.warn("an export of the logs ended early: {}", failure.toString());
            Connections.sever(ctx.request().connection());
        }
        return Future.succeededFuture();
    }
}
