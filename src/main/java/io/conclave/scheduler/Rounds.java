package io.conclave.scheduler;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.conclave.audit.Action;
import io.conclave.audit.Operation;
import io.conclave.audit.OperationLog;
import io.conclave.audit.OperationStatus;
import io.conclave.bus.Json;
import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;
import io.vertx.core.Future;
import java.util.function.Supplier;

/**
 * Runs rounds, one after another: takes the plan that holds when its turn comes, or the one that was approved, has its
 * files moved, and writes both down.
 */
final class Rounds {

    private static final int MOST_WAITING = 16;
    private static final int MOVES_WRITTEN_DOWN = 100;

    private final Supplier<PlannedPlan> current;
    private final DecisionLog decisions;
    private final OperationLog log;
    private final Moves moves;
    private Future<?> last = Future.succeededFuture();
    private int waiting;
    private boolean closed;

    /** @param current the plan that holds now */
    Rounds(Supplier<PlannedPlan> current, DecisionLog decisions, OperationLog log, Moves moves) {
        this.current = current;
        this.decisions = decisions;
        this.log = log;
        this.moves = moves;
    }

    /**
     * Runs a round when those before it are done.
     *
     * @param action under which it is recorded
     * @param actor who wants it
     * @param pick chooses the plan when the turn comes
     */
    Future<RoundResult> run(Action action, String actor, Supplier<Future<PlannedPlan>> pick) {
        if (closed || waiting >= MOST_WAITING) {
            return Future.failedFuture(Problem.unavailable(
                            "busy", closed ? "the scheduler is stopping" : waiting + " rounds are waiting already")
                    .asException());
        }
        waiting++;
        Future<RoundResult> mine = last.transform(ended -> {
            waiting--;
            return closed ? Future.failedFuture(stopping()) : pick.get().compose(plan -> round(action, actor, plan));
        });
        last = mine;
        return mine;
    }

    /** Begins no further move; completes when those under way are done. */
    Future<?> close() {
        closed = true;
        moves.stop();
        return last.otherwiseEmpty();
    }

    private Future<RoundResult> round(Action action, String actor, PlannedPlan planned) {
        Plan plan = planned.plan();
        if (!plan.shouldMigrate()) {
            return Future.succeededFuture(new RoundResult(false, plan, plan, 0, java.util.List.of()));
        }
        return decisions
                .store(planned)
                .compose(stored -> log.begin(action, actor, plan.sourceNode(), details(plan)))
                .compose(operation -> moves.run(plan, actor).compose(outcome -> finish(operation, plan, outcome)));
    }

    private Future<RoundResult> finish(Operation operation, Plan plan, Moves.Outcome outcome) {
        ObjectNode details = details(plan).put("moved", outcome.moved());
        outcome.failed().forEach(details.putArray("failed")::add);
        return log.finish(operation, status(plan, outcome), details)
                .map(finished -> new RoundResult(
                        outcome.moved() > 0, plan, current.get().plan(), outcome.moved(), outcome.failed()));
    }

    private static OperationStatus status(Plan plan, Moves.Outcome outcome) {
        if (!outcome.failed().isEmpty()) {
            return OperationStatus.FAILED;
        }
        return outcome.moved() == plan.moves().size() ? OperationStatus.OK : OperationStatus.CANCELLED;
    }

    private static ObjectNode details(Plan plan) {
        ObjectNode details = Json.object()
                .put("planId", plan.id())
                .put("reason", plan.reason().code())
                .put("message", plan.message())
                .put("planned", plan.moves().size());
        ArrayNode listed = details.putArray("moves");
        plan.moves().stream().limit(MOVES_WRITTEN_DOWN).forEach(move -> listed.addObject()
                .put("fileId", move.fileId())
                .put("name", move.name())
                .put("from", move.from())
                .put("to", move.to()));
        return details;
    }

    private static ProblemException stopping() {
        return Problem.unavailable("busy", "the scheduler is stopping").asException();
    }
}
