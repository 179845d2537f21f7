package io.conclave.audit;

import io.conclave.bus.Bus;
import io.conclave.bus.Problem;
import io.conclave.store.Database;
import io.conclave.store.OperationRow;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;

/** Answers questions about the audit trail, and closes what the controller before this one left open. */
public final class AuditVerticle extends VerticleBase {

    private static final int LARGEST_PAGE = 500;

    private final Bus bus;
    private final Database database;
    private final OperationLog log;

    public AuditVerticle(Bus bus, Database database, OperationLog log) {
        this.bus = bus;
        this.database = database;
        this.log = log;
    }

    @Override
    public Future<?> start() {
        bus.serve(AuditTopics.LIST, this::list);
        return database.write(tx -> tx.operations().interruptRunning())
                .onSuccess(rows -> rows.forEach(row -> log.announce(OperationRows.toOperation(row))));
    }

    private Future<OperationPage> list(ListOperations question) {
        if (question.limit() < 1 || question.limit() > LARGEST_PAGE) {
            return Future.failedFuture(Problem.invalid("limit", question.limit(), "from 1 to " + LARGEST_PAGE)
                    .asException());
        }
        return database.read(tx -> tx.operations()
                        .page(
                                question.limit(),
                                question.before(),
                                question.action() == null
                                        ? null
                                        : question.action().code(),
                                question.node(),
                                question.status() == null
                                        ? null
                                        : question.status().code()))
                .map(rows -> page(rows, question.limit()));
    }

    private static OperationPage page(List<OperationRow> rows, int limit) {
        Long next = rows.size() < limit ? null : rows.get(rows.size() - 1).id();
        return new OperationPage(rows.stream().map(OperationRows::toOperation).toList(), next);
    }
}
