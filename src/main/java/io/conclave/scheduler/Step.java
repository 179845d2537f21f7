package io.conclave.scheduler;

/**
 * One step of a plan: a move, or why there is none.
 *
 * @param reason {@code MIGRATE} or {@code DRAIN} for a move, else why not
 * @param source index of the node to move from, or -1
 * @param target index of the node to move to, or of the best one that could not be used, or -1
 * @param file the candidate, or null
 * @param rank the candidate's rank among the source's newest files
 * @param passedOver how many newer files on the source were looked at and did not do
 * @param delta load of the source less that of the target, 0 where one is missing
 * @param blocked index of the node whose storage stands against it, or -1
 */
record Step(
        PlanReason reason, int source, int target, PlanFile file, int rank, int passedOver, double delta, int blocked) {

    static Step stop(PlanReason reason, int source) {
        return new Step(reason, source, -1, null, -1, 0, 0, -1);
    }

    static Step blockedBy(int node, int source) {
        return new Step(PlanReason.STORAGE_UNAVAILABLE, source, -1, null, -1, 0, 0, node);
    }

    boolean moves() {
        return reason == PlanReason.MIGRATE || reason == PlanReason.DRAIN;
    }
}
