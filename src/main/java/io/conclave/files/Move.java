package io.conclave.files;

import io.conclave.audit.Action;
import io.conclave.bus.Sentence;
import io.conclave.storage.CopyState;

/**
 * A migration that is in the journal.
 *
 * @param id its number there
 * @param file the file as it was when the intent was written, with the source
 * @param request what was asked for
 * @param begunAt when the intent was written, in nanoseconds of no known origin
 */
record Move(long id, StoredFile file, MoveFile request, long begunAt) {

    /** Which action this is in the audit: what a plan wants and nobody asked for is automatic. */
    Action action() {
        return request.planId() != null && MoveFile.SCHEDULER.equals(request.actor())
                ? Action.AUTO_MIGRATE
                : Action.MANUAL_MIGRATE;
    }

    /** What viewers see of a step. */
    MigrationEvent event(MigrationStep step, String reason) {
        boolean there = step != MigrationStep.PLANNED && step != MigrationStep.FAILED;
        return event(step, reason, there ? file.sizeBytes() : 0, 0, null);
    }

    /** What viewers see of a copy that goes on. */
    MigrationEvent progress(CopyState state) {
        Sentence stalledBy = state.stalledBy() == null ? null : words(state.stalledBy());
        return event(MigrationStep.PLANNED, request.reason(), state.copiedBytes(), state.stalledMs(), stalledBy);
    }

    private static Sentence words(CopyState.Stall stall) {
        return new Sentence(
                stall.node() + ": " + stall.reason().english(),
                stall.node() + "：" + stall.reason().chinese());
    }

    private MigrationEvent event(
            MigrationStep step, String reason, long copiedBytes, long stalledMs, Sentence stalledBy) {
        return new MigrationEvent(
                id,
                file.id(),
                file.name(),
                request.from(),
                request.to(),
                file.sizeBytes(),
                copiedBytes,
                step,
                reason,
                request.planId(),
                stalledMs,
                stalledBy);
    }
}
