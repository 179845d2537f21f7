package io.conclave.web.rest;

import io.conclave.audit.AuditTopics;
import io.conclave.audit.ListOperations;
import io.conclave.audit.OperationPage;
import io.conclave.bus.Bus;
import io.conclave.web.guard.Connections;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the audit trail to a file, page by page as fast as it is taken, so that no more than a page is ever in memory.
 * What is added meanwhile is newer than the first page and not in it.
 */
final class OperationExport {

    private static final Logger LOG = LoggerFactory.getLogger(OperationExport.class);
    private static final long LONGEST_STALL_MS = 30_000;

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Bus bus;
    private final WorkerExecutor workers;
    private final Clock clock;

    /** @param workers where rows become text, since those of a large ensemble are long */
    OperationExport(Bus bus, WorkerExecutor workers, Clock clock) {
        this.bus = bus;
        this.workers = workers;
        this.clock = clock;
    }

    /**
     * Answers with a file.
     *
     * @param filter which rows; its limit is the rows a page
     * @return fails where the first page cannot be had: nothing has been answered then
     */
    Future<Void> send(RoutingContext ctx, ExportFormat format, ListOperations filter) {
        return bus.request(AuditTopics.LIST, filter).compose(first -> {
            HttpServerResponse response = ctx.response();
            if (response.closed()) {
                return Future.succeededFuture();
            }
            String name = "conclave-operations-" + STAMP.format(clock.instant()) + "." + format.code();
            response.setChunked(true)
                    .putHeader(HttpHeaders.CONTENT_TYPE, format.mediaType())
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                    .putHeader("Content-Disposition", DownloadRoute.disposition(name));
            return write(response, format.head())
                    .compose(head -> pages(response, format, filter, first, true))
                    .compose(rows -> response.end(format.tail()))
                    .recover(failure -> abandon(ctx, failure));
        });
    }

    private Future<Void> pages(
            HttpServerResponse response,
            ExportFormat format,
            ListOperations filter,
            OperationPage page,
            boolean first) {
        return workers.executeBlocking(() -> format.rows(page.operations(), first), false)
                .compose(text -> write(response, text))
                .compose(written -> page.nextBefore() == null
                        ? Future.succeededFuture()
                        : bus.request(AuditTopics.LIST, filter.after(page.nextBefore()))
                                .compose(next -> pages(response, format, filter, next, false)));
    }

    private static Future<Void> write(HttpServerResponse response, String text) {
        return text.isEmpty()
                ? Future.succeededFuture()
                : response.write(text).timeout(LONGEST_STALL_MS, TimeUnit.MILLISECONDS);
    }

    /** Half an answer is out: only the end of the connection can say that the rest will not come. */
    private static Future<Void> abandon(RoutingContext ctx, Throwable failure) {
        if (!ctx.response().closed()) {
            LOG.warn("an export of the audit trail ended early: {}", failure.toString());
            Connections.sever(ctx.request().connection());
        }
        return Future.succeededFuture();
    }
}
