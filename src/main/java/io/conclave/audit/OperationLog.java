package io.conclave.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.conclave.bus.Bus;
import io.conclave.bus.Problem;
import io.conclave.store.Database;
import io.conclave.store.OperationRow;
import io.conclave.store.Tx;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Where every feature writes down what it does. A short action is {@link #record recorded} in the very transaction that
 * carries it out and {@link #announce announced} after the commit; a long one is {@link #begin begun} before and
 * {@link #finish finished} after, so that a controller that dies in between leaves a row that says so. What was written
 * is never changed: an operation ends once.
 */
public final class OperationLog {

    /** Where the end's details go whose names the beginning has used for something else. */
    private static final String AT_END = "atEnd";

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

    /**
     * Writes an action that this transaction carries out, without its duration; call {@link #announce} when the
     * transaction is committed.
     */
    public Operation record(Tx tx, Action action, String actor, String node, OperationStatus status, JsonNode details) {
        Instant now = now();
        return insert(tx, now, actor, action, node, status, details, now, null);
    }

    /**
     * Writes an action that this transaction carries out; call {@link #announce} when the transaction is committed.
     *
     * @param began when the action began
     */
    public Operation record(
            Tx tx, Action action, String actor, String node, OperationStatus status, JsonNode details, Instant began) {
        Instant now = now();
        return insert(tx, began, actor, action, node, status, details, now, between(began, now));
    }

    private Operation insert(
            Tx tx,
            Instant began,
            String actor,
            Action action,
            String node,
            OperationStatus status,
            JsonNode details,
            Instant endedAt,
            Long durationMs) {
        OperationRow row = tx.operations()
                .insert(OperationRows.newRow(
                        began, actor, action, node, status, details, measure.get(), endedAt, durationMs));
        return OperationRows.toOperation(row);
    }

    /** Tells the viewers of a row that is committed; to be called once for each state that it takes. */
    public void announce(Operation operation) {
        bus.publish(AuditTopics.OPERATIONS, operation);
        if (operation.status() != OperationStatus.RUNNING) {
            bus.publish(AuditTopics.ENDED, operation);
        }
    }

    /** Writes and announces that a long action begins. */
    public Future<Operation> begin(Action action, String actor, String node, JsonNode details) {
        Instant now = now();
        return database.write(tx -> insert(tx, now, actor, action, node, OperationStatus.RUNNING, details, null, null))
                .onSuccess(this::announce);
    }

    /**
     * Writes and announces how a long action ended.
     *
     * @param details what is added to those of the beginning, which stay as they were written
     * @return the operation as it is now; or a failure with 409 where it had ended before: nothing is changed then
     */
    public Future<Operation> finish(Operation running, OperationStatus status, JsonNode details) {
        JsonNode after = measure.get();
        JsonNode all = added(running.details(), details);
        Instant now = now();
        return database.write(tx -> {
                    boolean ended = tx.operations()
                            .finish(
                                    running.id(),
                                    status.code(),
                                    all.toString(),
                                    OperationRows.text(after),
                                    now,
                                    between(running.timestamp(), now));
                    if (!ended) {
                        throw Problem.conflict("already_ended", "operation " + running.id() + " has ended already")
                                .asException();
                    }
                    return OperationRows.toOperation(
                            tx.operations().find(running.id()).orElseThrow());
                })
                .onSuccess(this::announce);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** A clock that was set back makes no action end before it began. */
    private static long between(Instant began, Instant ended) {
        return Math.max(0, Duration.between(began, ended).toMillis());
    }

    private static JsonNode added(JsonNode beginning, JsonNode end) {
        if (!(beginning instanceof ObjectNode begun) || !(end instanceof ObjectNode)) {
            return end;
        }
        ObjectNode all = begun.deepCopy();
        for (Map.Entry<String, JsonNode> field : end.properties()) {
            JsonNode known = begun.get(field.getKey());
            if (known == null || known.equals(field.getValue())) {
                all.set(field.getKey(), field.getValue());
            } else {
                all.withObject("/" + AT_END).set(field.getKey(), field.getValue());
            }
        }
        return all;
    }
}
