package io.conclave.scheduler;

import io.conclave.bus.Json;
import io.conclave.bus.Problem;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** Holds a plan that someone approved against the one that holds now. */
final class Approval {

    private final CurrentPlan current;
    private final PlanBook book;
    private final DecisionLog decisions;

    Approval(CurrentPlan current, PlanBook book, DecisionLog decisions) {
        this.current = current;
        this.book = book;
        this.decisions = decisions;
    }

    /**
     * The plan to run: the current one where that does exactly what was approved.
     *
     * @param planId what was approved, or null for whatever holds now
     * @return a failure 409 {@code plan_changed} that says what is otherwise by now, 404 where nobody knows the plan
     */
    Future<PlannedPlan> of(String planId) {
        PlannedPlan now = current.get();
        if (planId == null || planId.equals(now.plan().id())) {
            return Future.succeededFuture(now);
        }
        Optional<PlannedPlan> known = book.find(planId);
        if (known.isPresent()) {
            return compare(known.get().plan(), now);
        }
        return decisions.find(planId).compose(stored -> compare(Json.decode(stored.plan(), Plan.class), current.get()));
    }

    private static Future<PlannedPlan> compare(Plan approved, PlannedPlan now) {
        if (PlanBook.decidesTheSame(approved, now.plan())) {
            return Future.succeededFuture(now);
        }
        List<String> changes = PlanDifference.between(approved, now.plan());
        return Future.failedFuture(new Problem(
                        409,
                        "plan_changed",
                        "this plan does not hold any more: " + String.join("; ", changes),
                        "planId",
                        approved.id(),
                        "the current plan, " + now.plan().id())
                .asException());
    }
}
