package io.conclave.scheduler;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Names plans, and remembers the last {@value #REMEMBERED} names: so that a plan that someone approved can be told from
 * the one that holds now. A plan keeps its name as long as it would do the same for the same reason under the same
 * settings and drains, whatever else has changed.
 */
final class PlanBook {

    static final int REMEMBERED = 64;

    private final Supplier<String> ids;
    private final Clock clock;
    private final Map<String, PlannedPlan> remembered = new LinkedHashMap<>();
    private PlannedPlan current;

    /** @param ids gives a new name each time */
    PlanBook(Supplier<String> ids, Clock clock) {
        this.ids = ids;
        this.clock = clock;
    }

    /** Takes in what was planned last; returns it with its name. */
    PlannedPlan enter(PlannedPlan planned) {
        if (current != null && current.inputs().equals(planned.inputs())) {
            return current;
        }
        boolean same = current != null && decidesTheSame(current.plan(), planned.plan());
        current = planned.named(same ? current.plan().id() : ids.get(), clock.instant());
        remembered.put(current.plan().id(), current);
        if (remembered.size() > REMEMBERED) {
            remembered.remove(remembered.keySet().iterator().next());
        }
        return current;
    }

    /** The newest plan of this name, where it is remembered. */
    Optional<PlannedPlan> find(String id) {
        return Optional.ofNullable(remembered.get(id));
    }

    /** Whether both would do the same, for the same reason, under the same settings and drains. */
    static boolean decidesTheSame(Plan one, Plan other) {
        return one.moves().equals(other.moves())
                && one.reason() == other.reason()
                && one.strategy().equals(other.strategy())
                && one.threshold() == other.threshold()
                && one.batch() == other.batch()
                && one.enabled() == other.enabled()
                && one.drainedNodes().equals(other.drainedNodes());
    }
}
