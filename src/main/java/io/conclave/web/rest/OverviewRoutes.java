package io.conclave.web.rest;

import io.conclave.bus.Bus;
import io.conclave.bus.ControllerRef;
import io.conclave.ensemble.EnsembleState;
import io.conclave.scheduler.Counts;
import io.conclave.scheduler.Plan;
import io.conclave.scheduler.PlanReason;
import io.conclave.web.state.LatestState;
import io.conclave.workload.TaskCounts;
import io.vertx.ext.web.Router;
import java.time.Instant;

/** Everything at a glance. */
final class OverviewRoutes {

    private final LatestState latest;
    private final Bus bus;

    OverviewRoutes(LatestState latest, Bus bus) {
        this.latest = latest;
        this.bus = bus;
    }

    void mount(Router router) {
        router.get("/api/overview").handler(ctx -> {
            new Query(ctx).refuseOthers();
            Questions.json(
                    ctx,
                    200,
                    new Overview(
                            bus.self(),
                            latest.ensemble(),
                            latest.counts(),
                            PlanSummary.of(latest.plan()),
                            latest.tasks()));
        });
    }

    /** The newest of each; null is what nobody has said yet. */
    private record Overview(
            ControllerRef controller, EnsembleState ensemble, Counts counts, PlanSummary plan, TaskCounts tasks) {}

    /** The plan without its counts, moves and verdicts. */
    private record PlanSummary(
            String id,
            Instant createdAt,
            boolean shouldMigrate,
            PlanReason reason,
            String message,
            String messageZh,
            String sourceNode,
            String targetNode,
            double delta,
            double threshold,
            String strategy,
            boolean enabled,
            int moves) {

        static PlanSummary of(Plan plan) {
            return plan == null
                    ? null
                    : new PlanSummary(
                            plan.id(),
                            plan.createdAt(),
                            plan.shouldMigrate(),
                            plan.reason(),
                            plan.message(),
                            plan.messageZh(),
                            plan.sourceNode(),
                            plan.targetNode(),
                            plan.delta(),
                            plan.threshold(),
                            plan.strategy(),
                            plan.enabled(),
                            plan.moves().size());
        }
    }
}
