package io.conclave.scheduler;

import java.time.Instant;

/**
 * A plan with what it was computed from.
 *
 * @param inputs with exactly the files that were looked at
 * @param plan what came out, not yet named
 */
record PlannedPlan(PlanInputs inputs, Plan plan) {

    /** The plan with a name, a time and the hash of its inputs. */
    PlannedPlan named(String id, Instant at) {
        return new PlannedPlan(inputs, plan.named(id, PlanInputs.hash(inputs.canonical()), at));
    }
}
