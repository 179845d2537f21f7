package io.conclave.web.rest;

import com.fasterxml.jackson.annotation.JsonValue;
import io.conclave.bus.Bus;
import io.conclave.bus.Json;
import io.conclave.logs.LogHit;
import io.conclave.logs.LogQuery;
import io.conclave.logs.LogTopics;
import io.conclave.logs.SearchPage;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** Writes what was found in the logs to a file, up to a number of entries. */
final class LogExport {

    /** The most entries of a file. */
    static final int MOST = 50_000;

    /** The entries of a file where nothing else is asked for. */
    static final int USUAL = 10_000;

    private final Bus bus;
    private final PagedFile file;

    LogExport(Bus bus, PagedFile file) {
        this.bus = bus;
        this.file = file;
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
        return file.send(
                ctx,
                new PagedFile.Form("conclave-logs", format.ending, format.mediaType, "", ""),
                bus.request(LogTopics.SEARCH, query).map(page -> new Hits(format, query, page, most)));
    }

    private final class Hits implements PagedFile.Page {
        private final Format format;
        private final LogQuery query;
        private final List<LogHit> hits;
        private final String nextCursor;
        private final int left;

        private Hits(Format format, LogQuery query, SearchPage page, int left) {
            this.format = format;
            this.query = query;
            this.hits = page.hits().subList(0, Math.min(left, page.hits().size()));
            this.nextCursor = page.nextCursor();
            this.left = left - hits.size();
        }

        @Override
        public String text() {
            StringBuilder text = new StringBuilder();
            hits.forEach(hit -> text.append(format.entry(hit)));
            return text.toString();
        }

        @Override
        public Optional<Supplier<Future<PagedFile.Page>>> next() {
            return nextCursor == null || left == 0
                    ? Optional.empty()
                    : Optional.of(() -> bus.request(LogTopics.SEARCH, query.from(nextCursor, query.limit()))
                            .map(next -> new Hits(format, query, next, left)));
        }
    }
}
