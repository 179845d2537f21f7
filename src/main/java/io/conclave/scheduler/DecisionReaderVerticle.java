package io.conclave.scheduler;

import io.conclave.bus.Bus;
import io.conclave.store.Database;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** Answers questions about decisions where none are made. */
public final class DecisionReaderVerticle extends VerticleBase {

    private final Bus bus;
    private final Database database;

    public DecisionReaderVerticle(Bus bus, Database database) {
        this.bus = bus;
        this.database = database;
    }

    @Override
    public Future<?> start() {
        DecisionLog decisions = new DecisionLog(vertx, database, new Planner(new Strategies()));
        bus.serve(SchedulerTopics.DECISIONS, decisions::page);
        bus.serve(SchedulerTopics.REPLAY, decisions::replay);
        return Future.succeededFuture();
    }
}
