package io.conclave.cli;

import io.conclave.bus.ControllerRef;
import io.conclave.controllers.Fence;
import io.conclave.store.EpochRow;
import io.conclave.store.SqlDatabase;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.Optional;

/** The shared database as what fences a former controller. */
final class SharedFence implements Fence {

    private static final String COORDINATION = "coordination";

    private final SqlDatabase database;
    private final Clock clock;

    SharedFence(SqlDatabase database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public Future<Accepted> accepted() {
        return database.read(tx -> {
            EpochRow row = tx.epoch().accepted();
            return new Accepted(row.epoch(), tx.settings().get(COORDINATION).orElse(null));
        });
    }

    @Override
    public Future<Void> prepare(String controller) {
        return database.prepareTerm(controller);
    }

    @Override
    public Future<Void> raise(ControllerRef self, String coordination) {
        return database.beginTerm(self, tx -> {
            if (!tx.settings().get(COORDINATION).equals(Optional.of(coordination))) {
                tx.settings().put(COORDINATION, coordination, clock.instant());
            }
            return null;
        });
    }

    @Override
    public Future<Void> lower() {
        return database.endTerm();
    }
}
