package io.conclave.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.bus.Bus;
import io.conclave.store.Database;
import io.conclave.store.OperationRow;
import io.conclave.store.Tx;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.function.Supplier;

/**
 * Where every feature writes down what it does. A short action is {@link #record recorded} in the very transaction that
 * carries it out and {@link #announce announced} after the commit; a long one is {@link #begin begun} before and
 * {@link #finish finished} after, so that a controller that dies in between leaves a row that says so.
 */
public final class OperationLog {

    private final Bus bus;
    private final Database database;
    private final Clock clock;
    private final Supplier<JsonNode> measure;

    /**
     * @param measure what is measured before and after an action: roles, latency, connections, outstanding, zxid and
     *     counts of all nodes; called on any thread; may give null while nothing is known
     */
    public OperationLog(Bus bus, Database database, Clock clock, Supplier<JsonNode> measure) {
        this.bus = bus;
        this.database = database;
        this.clock = clock;
        this.measure = measure;
    }

    /** Writes an action that this transaction carries out; call {@link #announce} when the transaction is committed. */
    public Operation record(Tx tx, Action action, String actor, String node, OperationStatus status, JsonNode details) {
        OperationRow row = tx.operations()
                .insert(OperationRows.toRow(
                        new Operation(0, clock.instant(), actor, action, node, status, details, measure.get(), null)));
        return OperationRows.toOperation(row);
    }

    /** Tells the viewers of a row that is committed. */
    public void announce(Operation operation) {
        bus.publish(AuditTopics.OPERATIONS, operation);
    }

    /** Writes and announces that a long action begins. */
    public Future<Operation> begin(Action action, String actor, String node, JsonNode details) {
        return database.write(tx -> record(tx, action, actor, node, OperationStatus.RUNNING, details))
                .onSuccess(this::announce);
    }

    /** Writes and announces how a long action ended. */
    public Future<Operation> finish(Operation running, OperationStatus status, JsonNode details) {
        JsonNode after = measure.get();
        Operation finished = new Operation(
                running.id(),
                running.timestamp(),
                running.actor(),
                running.action(),
                running.node(),
                status,
                details,
                running.beforeMetrics(),
                after);
        return database.write(tx -> tx.operations()
                        .finish(
                                running.id(),
                                status.code(),
                                details.toString(),
                                after == null ? null : after.toString()))
                .map(ignored -> finished)
                .onSuccess(this::announce);
    }
}
