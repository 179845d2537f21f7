package io.conclave.workload;

import io.conclave.bus.Bus;
import io.conclave.store.Database;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Clock;

/** Answers questions about the tasks where nobody works on them. */
public final class TaskReaderVerticle extends VerticleBase {

    private final Bus bus;
    private final TaskBoard tasks;

    /** @param clock what tasks are dated by */
    public TaskReaderVerticle(Bus bus, Database database, Clock clock) {
        this.bus = bus;
        this.tasks = new TaskBoard(bus, database, clock);
    }

    @Override
    public Future<?> start() {
        bus.serve(WorkloadTopics.LIST_TASKS, tasks::list);
        return Future.succeededFuture();
    }
}
