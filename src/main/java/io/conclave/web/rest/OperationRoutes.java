package io.conclave.web.rest;

import io.conclave.audit.Action;
import io.conclave.audit.AuditTopics;
import io.conclave.audit.GetOperation;
import io.conclave.audit.ListOperations;
import io.conclave.audit.OperationStatus;
import io.conclave.bus.Bus;
import io.vertx.core.WorkerExecutor;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;

/** The audit trail: what was done, what became of it, and all of it as a file. */
final class OperationRoutes {

    private static final String PATH = "/api/operations";
    private static final int ROWS_OF_AN_EXPORTED_PAGE = 200;

    private final Bus bus;
    private final Questions questions;
    private final OperationExport export;

    OperationRoutes(Bus bus, Questions questions, WorkerExecutor workers, Clock clock) {
        this.bus = bus;
        this.questions = questions;
        this.export = new OperationExport(bus, new PagedFile(workers, clock));
    }

    void mount(Router router) {
        router.get(PATH)
                .handler(questions.query(
                        AuditTopics.LIST,
                        query -> filter(
                                query,
                                query.number("limit", ListOperations.USUAL_PAGE, ListOperations.LARGEST_PAGE),
                                query.number("before"))));
        router.get(PATH + "/export").handler(this::export);
        router.get(PATH + "/:id").handler(ctx -> {
            new Query(ctx).refuseOthers();
            long id = Query.whole("id", ctx.pathParam("id"), Long.MAX_VALUE);
            questions.answer(ctx, 200, bus.request(AuditTopics.GET, new GetOperation(id)));
        });
    }

    private void export(RoutingContext ctx) {
        Query query = new Query(ctx);
        ExportFormat format = query.choice("format", ExportFormat.class);
        ListOperations filter = filter(query, ROWS_OF_AN_EXPORTED_PAGE, null);
        query.refuseOthers();
        export.send(ctx, format == null ? ExportFormat.CSV : format, filter)
                .onFailure(failure -> questions.fail(ctx, failure));
    }

    private static ListOperations filter(Query query, int limit, Long before) {
        return new ListOperations(
                limit,
                before,
                query.choice("action", Action.class),
                query.text("node"),
                query.choice("status", OperationStatus.class),
                query.text("actor"),
                query.instant("from"),
                query.instant("to"));
    }
}
