package io.conclave.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.bus.Bus;
import io.conclave.store.Database;
import io.conclave.store.OperationMeasureRow;
import io.conclave.store.OperationRow;
import io.conclave.store.Tx;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Answers questions about the audit trail, follows what was done to nodes, and closes what the controller before this
 * one left open.
 */
public final class AuditVerticle extends VerticleBase {

    private final Bus bus;
    private final Database database;
    private final OperationLog log;
    private final Supplier<Future<JsonNode>> measure;
    private final FollowUpTiming timing;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private FollowUps followUps;

    /**
     * @param measure asks how the ensemble is now, in the form of {@link OperationLog}'s; called on this verticle's
     *     context
     * @param clock what measures are dated by
     * @param nanoTime what times are measured with, {@link System#nanoTime()}
     */
    public AuditVerticle(
            Bus bus,
            Database database,
            OperationLog log,
            Supplier<Future<JsonNode>> measure,
            FollowUpTiming timing,
            Clock clock,
            LongSupplier nanoTime) {
        this.bus = bus;
        this.database = database;
        this.log = log;
        this.measure = measure;
        this.timing = timing;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    @Override
    public Future<?> start() {
        followUps = new FollowUps(vertx, bus, database, measure, timing, clock, nanoTime);
        Trail trail = new Trail(database);
        bus.serve(AuditTopics.LIST, trail::list);
        bus.serve(AuditTopics.GET, trail::get);
        return database.write(this::closeWhatWasLeft).onSuccess(left -> {
            left.interrupted().forEach(log::announce);
            left.inTime().forEach(followUps::follow);
            bus.subscribe(AuditTopics.ENDED, message -> follow(message.body()));
        });
    }

    private void follow(Operation ended) {
        if (ended.later() != null && ended.later().state() == MeasureState.PENDING) {
            followUps.follow(ended);
        }
    }

    /**
     * What ran is interrupted and not measured any more. Of what had ended, the later measure can still be taken where
     * its time has not come; when the ensemble settled cannot be told any more, since nobody watched.
     */
    private Left closeWhatWasLeft(Tx tx) {
        List<Operation> interrupted = new ArrayList<>();
        for (OperationRow row : tx.operations().interruptRunning()) {
            Operation operation = OperationRows.toOperation(row);
            if (operation.action().isFollowed()) {
                close(tx, row.id(), OperationMeasureRow.SETTLED);
                close(tx, row.id(), OperationMeasureRow.LATER);
            }
            interrupted.add(current(tx, row.id()));
        }
        List<Operation> inTime = new ArrayList<>();
        for (Action action : Action.values()) {
            if (!action.isFollowed()) {
                continue;
            }
            for (OperationRow row : tx.operations().unmeasured(action.code(), OperationStatus.REFUSED.code())) {
                if (row.settled() == null) {
                    close(tx, row.id(), OperationMeasureRow.SETTLED);
                }
                if (row.later() == null && followUps.isInTime(row.endedAt())) {
                    inTime.add(current(tx, row.id()));
                } else if (row.later() == null) {
                    close(tx, row.id(), OperationMeasureRow.LATER);
                }
            }
        }
        return new Left(interrupted, inTime);
    }

    private void close(Tx tx, long id, String kind) {
        Instant now = clock.instant();
        Outcome outcome = Outcome.unmeasured(now, Shortfall.of(MeasureReason.CONTROLLER_ENDED));
        tx.operations().measure(OperationRows.toRow(id, kind, outcome));
    }

    private static Operation current(Tx tx, long id) {
        return OperationRows.toOperation(tx.operations().find(id).orElseThrow());
    }

    /** What the controller before this one left: what it was in the middle of, and what can still be followed. */
    private record Left(List<Operation> interrupted, List<Operation> inTime) {}
}
