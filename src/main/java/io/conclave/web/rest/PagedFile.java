package io.conclave.web.rest;

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
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers with files that are written page by page as fast as they are taken: one page is in memory, never all. */
final class PagedFile {

    private static final Logger LOG = LoggerFactory.getLogger(PagedFile.class);
    private static final long LONGEST_STALL_MS = 30_000;
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final WorkerExecutor workers;
    private final Clock clock;

    /** @param workers where pages become text, since they may be long */
    PagedFile(WorkerExecutor workers, Clock clock) {
        this.workers = workers;
        this.clock = clock;
    }

    /**
     * What the file is.
     *
     * @param name what its name begins with
     * @param ending of its name
     * @param head what it begins with
     * @param tail what it ends with
     */
    record Form(String name, String ending, String mediaType, String head, String tail) {}

    /** A part of the file. */
    interface Page {
        /** What is written of it; made by a worker. */
        String text();

        /** Asks for the page behind it, or empty where it is the last. */
        Optional<Supplier<Future<Page>>> next();
    }

    /**
     * Answers.
     *
     * @param asked the first page
     * @return fails where the first page cannot be had: nothing has been answered then
     */
    Future<Void> send(RoutingContext ctx, Form form, Future<? extends Page> asked) {
        return asked.compose(first -> {
            HttpServerResponse response = ctx.response();
            if (response.closed()) {
                return Future.succeededFuture();
            }
            String name = form.name + "-" + STAMP.format(clock.instant()) + "." + form.ending;
            response.setChunked(true)
                    .putHeader(HttpHeaders.CONTENT_TYPE, form.mediaType)
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                    .putHeader("Content-Disposition", DownloadRoute.disposition(name));
            return write(response, form.head)
                    .compose(head -> pages(response, first))
                    .compose(all -> response.end(form.tail))
                    .recover(failure -> abandon(ctx, form, failure));
        });
    }

    private Future<Void> pages(HttpServerResponse response, Page page) {
        return workers.executeBlocking(page::text, false)
                .compose(text -> write(response, text))
                .compose(written -> page.next()
                        .map(ask -> ask.get().compose(next -> pages(response, next)))
                        .orElseGet(Future::succeededFuture));
    }

    private static Future<Void> write(HttpServerResponse response, String text) {
        return text.isEmpty()
                ? Future.succeededFuture()
                : response.write(text).timeout(LONGEST_STALL_MS, TimeUnit.MILLISECONDS);
    }

    /** Half an answer is out: only the end of the connection can say that the rest will not come. */
    private static Future<Void> abandon(RoutingContext ctx, Form form, Throwable failure) {
        if (!ctx.response().closed()) {
            LOG.warn("the file {} ended early: {}", form.name, failure.toString());
            Connections.sever(ctx.request().connection());
        }
        return Future.succeededFuture();
    }
}
