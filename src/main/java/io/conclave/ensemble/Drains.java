package io.conclave.ensemble;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.conclave.audit.Action;
import io.conclave.audit.Operation;
import io.conclave.audit.OperationLog;
import io.conclave.audit.OperationStatus;
import io.conclave.bus.Json;
import io.conclave.bus.Problem;
import io.conclave.store.Database;
import io.conclave.store.NodeStateRow;
import io.conclave.store.Tx;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which nodes operators took out of the placement of files. The decision, its reason and its row in the audit trail are
 * one transaction, and what is already so is neither written nor recorded again.
 */
final class Drains {

    private static final int LONGEST_REASON = 500;

    private final Database database;
    private final OperationLog log;
    private final Clock clock;

    /**
     * @param database where the decisions are kept
     * @param log where they are recorded
     * @param clock what they are dated by
     */
    Drains(Database database, OperationLog log, Clock clock) {
        this.database = database;
        this.log = log;
        this.clock = clock;
    }

    /** The drained nodes as they were left, by name. */
    Future<Map<String, Drain>> load() {
        return database.read(tx -> {
            Map<String, Drain> drained = new HashMap<>();
            for (NodeStateRow row : tx.nodeStates().all()) {
                if (row.drained()) {
                    drained.put(row.node(), new Drain(row.reason(), row.updatedAt()));
                }
            }
            return drained;
        });
    }

    /** Drains a node; the drain that holds then, which is the earlier one where it was drained already. */
    Future<Drain> drain(DrainNode order) {
        String reason = order.reason() == null || order.reason().isBlank() ? null : order.reason();
        if (reason != null && reason.length() > LONGEST_REASON) {
            String allowed = "at most " + LONGEST_REASON + " characters";
            return Future.failedFuture(
                    Problem.invalid("reason", reason, allowed).asException());
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return database.write(tx -> {
                    Optional<NodeStateRow> row = drained(tx, order.node());
                    if (row.isPresent()) {
                        return new Outcome(
                                new Drain(row.get().reason(), row.get().updatedAt()), null);
                    }
                    ObjectNode details = Json.object().put("reason", reason);
                    tx.nodeStates().put(new NodeStateRow(order.node(), true, reason, now));
                    return new Outcome(
                            new Drain(reason, now),
                            log.record(
                                    tx, Action.DRAIN, order.actor(), order.node(), OperationStatus.OK, details, now));
                })
                .map(this::announced);
    }

    /** Puts a node back; the future completes when it takes files again. */
    Future<Void> undrain(UndrainNode order) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return database.write(tx -> {
                    Optional<NodeStateRow> row = drained(tx, order.node());
                    if (row.isEmpty()) {
                        return new Outcome(null, null);
                    }
                    ObjectNode details =
                            Json.object().put("drainReason", row.get().reason());
                    tx.nodeStates().put(new NodeStateRow(order.node(), false, null, now));
                    return new Outcome(
                            null,
                            log.record(
                                    tx, Action.UNDRAIN, order.actor(), order.node(), OperationStatus.OK, details, now));
                })
                .map(this::announced)
                .mapEmpty();
    }

    private static Optional<NodeStateRow> drained(Tx tx, String node) {
        return tx.nodeStates().all().stream()
                .filter(row -> row.node().equals(node) && row.drained())
                .findFirst();
    }

    private Drain announced(Outcome outcome) {
        if (outcome.operation() != null) {
            log.announce(outcome.operation());
        }
        return outcome.drain();
    }

    /** What holds after the transaction, and the row that it wrote, if it wrote one. */
    private record Outcome(Drain drain, Operation operation) {}
}
