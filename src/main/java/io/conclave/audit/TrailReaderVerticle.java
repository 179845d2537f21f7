package io.conclave.audit;

import io.conclave.bus.Bus;
import io.conclave.store.Database;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** Answers questions about the audit trail where nothing is done that would belong into it. */
public final class TrailReaderVerticle extends VerticleBase {

    private final Bus bus;
    private final Trail trail;

    public TrailReaderVerticle(Bus bus, Database database) {
        this.bus = bus;
        this.trail = new Trail(database);
    }

    @Override
    public Future<?> start() {
        bus.serve(AuditTopics.LIST, trail::list);
        bus.serve(AuditTopics.GET, trail::get);
        return Future.succeededFuture();
    }
}
