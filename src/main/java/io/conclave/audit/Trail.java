package io.conclave.audit;

import io.conclave.bus.Problem;
import io.conclave.store.Database;
import io.conclave.store.OperationFilter;
import io.conclave.store.OperationRow;
import io.vertx.core.Future;
import java.util.List;

/** The audit trail as the database has it. */
final class Trail {

    private final Database database;

    Trail(Database database) {
        this.database = database;
    }

    /** A page, newest first. */
    Future<OperationPage> list(ListOperations question) {
        question.check();
        OperationFilter filter = new OperationFilter(
                question.before(),
                question.action() == null ? null : question.action().code(),
                question.node(),
                question.status() == null ? null : question.status().code(),
                question.actor(),
                question.from(),
                question.to());
        return database.read(tx -> tx.operations().page(question.limit(), filter))
                .map(rows -> page(rows, question.limit()));
    }

    private static OperationPage page(List<OperationRow> rows, int limit) {
        Long next = rows.size() < limit ? null : rows.get(rows.size() - 1).id();
        return new OperationPage(rows.stream().map(OperationRows::toOperation).toList(), next);
    }

    /** One operation; 404 where there is none of this number. */
    Future<OperationDetail> get(GetOperation question) {
        return database.read(tx -> tx.operations().find(question.id()))
                .map(row ->
                        OperationDetail.of(row.map(OperationRows::toOperation).orElseThrow(() -> Problem.notFound(
                                        "id",
                                        String.valueOf(question.id()),
                                        "the number of an operation in the audit trail")
                                .asException())));
    }
}
