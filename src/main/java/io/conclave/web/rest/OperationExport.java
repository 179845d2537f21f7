package io.conclave.web.rest;

import io.conclave.audit.AuditTopics;
import io.conclave.audit.ListOperations;
import io.conclave.audit.OperationPage;
import io.conclave.bus.Bus;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.function.Supplier;

/** Writes the audit trail to a file. What is added meanwhile is newer than the first page and not in it. */
final class OperationExport {

    private final Bus bus;
    private final PagedFile file;

    OperationExport(Bus bus, PagedFile file) {
        this.bus = bus;
        this.file = file;
    }

    /**
     * Answers with a file.
     *
     * @param filter which rows; its limit is the rows a page
     * @return fails where the first page cannot be had: nothing has been answered then
     */
    Future<Void> send(RoutingContext ctx, ExportFormat format, ListOperations filter) {
        return file.send(
                ctx,
                new PagedFile.Form(
                        "conclave-operations", format.code(), format.mediaType(), format.head(), format.tail()),
                bus.request(AuditTopics.LIST, filter).map(page -> new Rows(format, filter, page, true)));
    }

    /** @param first whether no rows are before these */
    private final class Rows implements PagedFile.Page {
        private final ExportFormat format;
        private final ListOperations filter;
        private final OperationPage page;
        private final boolean first;

        private Rows(ExportFormat format, ListOperations filter, OperationPage page, boolean first) {
            this.format = format;
            this.filter = filter;
            this.page = page;
            this.first = first;
        }

        @Override
        public String text() {
            return format.rows(page.operations(), first);
        }

        @Override
        public Optional<Supplier<Future<PagedFile.Page>>> next() {
            return Optional.ofNullable(page.nextBefore())
                    .map(before -> () -> bus.request(AuditTopics.LIST, filter.after(before))
                            .map(next -> new Rows(format, filter, next, false)));
        }
    }
}
