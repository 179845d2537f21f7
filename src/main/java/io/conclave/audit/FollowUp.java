package io.conclave.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.store.OperationMeasureRow;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One operation that has ended and is being watched. The ensemble counts as settled once everything held for a while
 * without a break, and the time to recover runs to the beginning of that while: a server that comes up and falls over
 * again has not recovered. Belongs to one context.
 */
final class FollowUp {

    private final FollowUpTiming timing;
    private final long endedNanos;
    private final Settling settling;
    private Operation operation;
    private boolean holding;
    private long heldSince;
    private Instant heldAt;
    private JsonNode heldMetrics;

    /**
     * @param operation one that has ended; what it has measures of already is not measured again
     * @param endedNanos when it ended, in nanoseconds of no known origin
     */
    FollowUp(Operation operation, FollowUpTiming timing, long endedNanos) {
        this.operation = operation;
        this.timing = timing;
        this.endedNanos = endedNanos;
        this.settling = new Settling(operation);
    }

    /** The operation with what was measured so far. */
    Operation operation() {
        return operation;
    }

    /** Whether there is anything to look for now. */
    boolean isDue(long nanos) {
        return settlingIsOpen() || laterIsDue(nanos);
    }

    /** Whether all has been measured or given up. */
    boolean isOver() {
        return !settlingIsOpen() && !laterIsOpen();
    }

    /**
     * Looks at the ensemble.
     *
     * @param metrics how it is now, or null where that is not known
     * @param at now
     * @param nanos now, on the clock of {@code endedNanos}
     * @return what is thereby over, by its kind; mostly nothing
     */
    Map<String, Outcome> look(JsonNode metrics, Instant at, long nanos) {
        Map<String, Outcome> over = new LinkedHashMap<>();
        if (settlingIsOpen()) {
            settle(metrics, at, nanos).ifPresent(outcome -> over.put(OperationMeasureRow.SETTLED, outcome));
        }
        if (laterIsDue(nanos)) {
            over.put(
                    OperationMeasureRow.LATER,
                    metrics == null
                            ? Outcome.unmeasured(at, Shortfall.of(MeasureReason.NOTHING_KNOWN))
                            : Outcome.measured(at, null, metrics));
        }
        over.forEach(this::note);
        return over;
    }

    /** Gives up what is still open. */
    Map<String, Outcome> giveUp(Instant at, Shortfall why) {
        Map<String, Outcome> over = new LinkedHashMap<>();
        if (settlingIsOpen()) {
            over.put(OperationMeasureRow.SETTLED, Outcome.unmeasured(at, why));
        }
        if (laterIsOpen()) {
            over.put(OperationMeasureRow.LATER, Outcome.unmeasured(at, why));
        }
        over.forEach(this::note);
        return over;
    }

    private void note(String kind, Outcome outcome) {
        operation = kind.equals(OperationMeasureRow.SETTLED)
                ? operation.withSettled(outcome.toMeasured())
                : operation.withLater(outcome.toMeasured());
    }

    private boolean settlingIsOpen() {
        return operation.settled().state() == MeasureState.PENDING;
    }

    private boolean laterIsOpen() {
        return operation.later().state() == MeasureState.PENDING;
    }

    private boolean laterIsDue(long nanos) {
        return laterIsOpen() && nanos - endedNanos >= timing.laterAfter().toNanos();
    }

    private Optional<Outcome> settle(JsonNode metrics, Instant at, long nanos) {
        Optional<Shortfall> missing = settling.missing(Moment.of(metrics));
        if (missing.isPresent()) {
            holding = false;
            return nanos - endedNanos < timing.settleWithin().toNanos()
                    ? Optional.empty()
                    : Optional.of(new Outcome(MeasureState.NOT_SETTLED, at, null, missing.get(), metrics));
        }
        if (!holding) {
            holding = true;
            heldSince = nanos;
            heldAt = at;
            heldMetrics = metrics;
        }
        return nanos - heldSince < timing.hold().toNanos()
                ? Optional.empty()
                : Optional.of(Outcome.measured(heldAt, (heldSince - endedNanos) / 1_000_000, heldMetrics));
    }
}
