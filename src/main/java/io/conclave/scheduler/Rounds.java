package io.conclave.scheduler;

import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Supplier;

/**
 * Runs rounds, one after another: takes the plan that holds when its turn comes, or the one that was approved, stores
 * it as a decision, and has its files moved.
 */
final class Rounds {

    private static final int MOST_WAITING = 16;

    private final Supplier<PlannedPlan> current;
    private final DecisionLog decisions;
    private final Moves moves;
    private Future<?> last = Future.succeededFuture();
    private int waiting;
    private boolean closed;

    /** @param current the plan that holds now */
    Rounds(Supplier<PlannedPlan> current, DecisionLog decisions, Moves moves) {
        this.current = current;
        this.decisions = decisions;
        this.moves = moves;
    }

    /**
     * Runs a round when those before it are done.
     *
     * @param actor who wants it; each move is recorded under this name by the one who carries it out
     * @param pick chooses the plan when the turn comes
     */
    Future<RoundResult> run(String actor, Supplier<Future<PlannedPlan>> pick) {
        if (closed || waiting >= MOST_WAITING) {
            return Future.failedFuture(Problem.unavailable(
                            "busy", closed ? "the scheduler is stopping" : waiting + " rounds are waiting already")
                    .asException());
        }
        waiting++;
        Future<RoundResult> mine = last.transform(ended -> {
            waiting--;
            return closed ? Future.failedFuture(stopping()) : pick.get().compose(plan -> round(actor, plan));
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

    private Future<RoundResult> round(String actor, PlannedPlan planned) {
        Plan plan = planned.plan();
        if (!plan.shouldMigrate()) {
            return Future.succeededFuture(new RoundResult(false, plan, plan, 0, List.of()));
        }
        return decisions
                .store(planned)
                .compose(stored -> moves.run(plan, actor))
                .map(outcome -> new RoundResult(
                        outcome.moved() > 0, plan, current.get().plan(), outcome.moved(), outcome.failed()));
    }

    private static ProblemException stopping() {
        return Problem.unavailable("busy", "the scheduler is stopping").asException();
    }
}
