package io.conclave.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.conclave.audit.Action;
import io.conclave.audit.Operation;
import io.conclave.audit.OperationLog;
import io.conclave.audit.OperationStatus;
import io.conclave.bus.Json;
import io.conclave.bus.Problem;
import io.conclave.ensemble.EnsembleState;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Begins and cancels rolling restarts, one at a time, and writes down how each ended. For one thread. */
final class RollingRestarts {

    private static final Logger LOG = LoggerFactory.getLogger(RollingRestarts.class);

    private static final Duration CATCH_UP_LIMIT = Duration.ofSeconds(120);

    private final Vertx vertx;
    private final NodeControl control;
    private final QuorumGuard guard;
    private final OperationLog operations;
    private final OperationEnds ends;
    private final Supplier<Future<EnsembleState>> look;
    private final Function<ControlNode, Future<ControlResult>> act;
    private final Runnable changed;
    private final Clock clock;
    private RollingRestart rolling;
    private RollingProgress newest;

    /**
     * @param look asks for the newest state and shows it to the guard
     * @param act carries out one action as any other request for one
     * @param changed called each time that there is progress
     */
    RollingRestarts(
            Vertx vertx,
            NodeControl control,
            QuorumGuard guard,
            OperationLog operations,
            Supplier<Future<EnsembleState>> look,
            Function<ControlNode, Future<ControlResult>> act,
            Runnable changed,
            Clock clock) {
        this.vertx = vertx;
        this.control = control;
        this.guard = guard;
        this.operations = operations;
        this.ends = new OperationEnds(operations);
        this.look = look;
        this.act = act;
        this.changed = changed;
        this.clock = clock;
    }

    /** How far the one under way is, or the last one was; null where there was none. */
    RollingProgress newest() {
        return newest;
    }

    /** Begins one and answers at once; a 409 problem says what stands against it. */
    Future<RollingProgress> start(StartRolling question) {
        NodeProcesses servers = control.of();
        GivenReason.require(question.reason(), false);
        if (!servers.actions().contains(Action.NODE_RESTART)) {
            throw NotConfigured.of("servers cannot be restarted as NODE_CONTROL=" + control.mode() + " is set up");
        }
        return look.get().compose(state -> {
            Optional<Problem> obstacle = rolling != null
                    ? Optional.of(Problem.conflict(
                            "busy", "a rolling restart by " + rolling.progress().actor() + " is under way"))
                    : RollingRestart.obstacle(guard, state, clock.instant());
            ObjectNode details = Json.object()
                    .put(
                            "order",
                            RollingRestart.order(state).stream()
                                    .map(node -> node.id())
                                    .collect(Collectors.joining(", ")));
            if (question.reason() != null) {
                details.put("why", question.reason());
            }
            if (obstacle.isPresent()) {
                Problem why = obstacle.get();
                return operations
                        .begin(Action.ROLLING_RESTART, question.actor(), null, details.deepCopy())
                        .compose(operation -> ends.failed(operation, why.asException(), details))
                        .mapEmpty();
            }
            RollingRestart begun = new RollingRestart(vertx, guard, look, act, this::tell, CATCH_UP_LIMIT, clock);
            rolling = begun;
            return operations
                    .begin(Action.ROLLING_RESTART, question.actor(), null, details.deepCopy())
                    .onFailure(unwritten -> rolling = null)
                    .map(operation -> {
                        begun.begin(operation.id(), question.actor(), state)
                                .onSuccess(end -> rollingEnded(operation, end, details));
                        return begun.progress();
                    });
        });
    }

    private void rollingEnded(Operation operation, RollingProgress end, ObjectNode details) {
        rolling = null;
        tell(end);
        details.set("steps", Json.tree(end.steps()));
        if (end.reason() != null) {
            details.put("reason", end.reason());
        }
        OperationStatus status =
                switch (end.status()) {
                    case OK -> OperationStatus.OK;
                    case CANCELLED -> OperationStatus.CANCELLED;
                    default -> OperationStatus.FAILED;
                };
        ends.finish(operation, status, details);
    }

    /** Ends the one under way after its server; answers at once. */
    Future<RollingProgress> cancel(CancelRolling question) {
        if (rolling == null || !rolling.cancel()) {
            throw Problem.conflict("not_running", "no rolling restart is under way")
                    .asException();
        }
        LOG.info("{} cancels the rolling restart", question.actor());
        return Future.succeededFuture(rolling.progress());
    }

    private void tell(RollingProgress progress) {
        newest = progress;
        changed.run();
    }
}
