package io.conclave.web.rest;

import io.conclave.bus.Bus;
import io.conclave.bus.Problem;
import io.conclave.logs.AskContext;
import io.conclave.logs.LogLevel;
import io.conclave.logs.LogQuery;
import io.conclave.logs.LogService;
import io.conclave.logs.LogTopics;
import io.vertx.core.WorkerExecutor;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** The log centre: entries that are looked for, what stands around one, and what was found as a file. */
final class LogRoutes {

    private static final String PATH = "/api/logs";
    private static final int MOST_VALUES = 50;

    private final Bus bus;
    private final Questions questions;
    private final LogExport export;

    LogRoutes(Bus bus, Questions questions, WorkerExecutor workers, Clock clock) {
        this.bus = bus;
        this.questions = questions;
        this.export = new LogExport(bus, new PagedFile(workers, clock));
    }

    void mount(Router router) {
        router.get(PATH + "/search")
                .handler(questions.query(
                        LogTopics.SEARCH,
                        query -> query(
                                query,
                                query.text("cursor"),
                                query.number("limit", LogQuery.USUAL_PAGE, LogQuery.LARGEST_PAGE))));
        router.get(PATH + "/export").handler(this::export);
        router.get(PATH + "/:id/context").handler(this::context);
    }

    private void context(RoutingContext ctx) {
        Query query = new Query(ctx);
        int around = query.number("around", AskContext.USUAL, AskContext.MOST);
        query.refuseOthers();
        questions.answer(ctx, 200, bus.request(LogTopics.CONTEXT, new AskContext(ctx.pathParam("id"), around)));
    }

    private void export(RoutingContext ctx) {
        Query query = new Query(ctx);
        LogExport.Format format = query.choice("format", LogExport.Format.class);
        int limit = query.number("limit", LogExport.USUAL, LogExport.MOST);
        LogQuery asked = query(query, null, LogQuery.LARGEST_PAGE);
        query.refuseOthers();
        if (asked.sort() == LogQuery.Sort.BEST) {
            throw Problem.invalid("sort", "best", "newest or oldest for a file").asException();
        }
        export.send(ctx, format == null ? LogExport.Format.NDJSON : format, asked, limit)
                .onFailure(failure -> questions.fail(ctx, failure));
    }

    private static LogQuery query(Query query, String cursor, int limit) {
        return new LogQuery(
                query.text("q"),
                choices(query, "service", LogService.class),
                names(query, "node"),
                choices(query, "level", LogLevel.class),
                query.instant("from"),
                query.instant("to"),
                query.choice("sort", LogQuery.Sort.class),
                cursor,
                limit);
    }

    private static Set<String> names(Query query, String name) {
        String text = query.text(name);
        if (text == null) {
            return Set.of();
        }
        Set<String> values = new LinkedHashSet<>(Arrays.asList(text.split(",", -1)));
        if (values.contains("") || values.size() > MOST_VALUES) {
            throw Problem.invalid(name, text, "1 to " + MOST_VALUES + " names, separated by commas")
                    .asException();
        }
        return values;
    }

    private static <E extends Enum<E>> Set<E> choices(Query query, String name, Class<E> type) {
        return names(query, name).stream()
                .map(value -> Query.chosen(name, value, type))
                .collect(Collectors.toSet());
    }
}
