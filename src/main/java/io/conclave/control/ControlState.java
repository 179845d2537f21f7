package io.conclave.control;

import io.conclave.audit.Action;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What this controller may do to servers, and what it is doing.
 *
 * @param mode {@code process}, {@code docker}, {@code command} or {@code none}
 * @param allowed whether it may act at all
 * @param reason where it may not, why, English; else null
 * @param reasonZh the same, Chinese
 * @param actions what can be done to a server; empty where nothing can
 * @param busy the servers that are being acted on
 * @param rolling the rolling restart under way, or the last one since the start, or null
 */
public record ControlState(
        String mode,
        boolean allowed,
        String reason,
        String reasonZh,
        Set<Action> actions,
        List<Busy> busy,
        RollingProgress rolling) {

    public ControlState {
        actions = Collections.unmodifiableSet(new TreeSet<>(actions));
        busy = List.copyOf(busy);
    }

    /**
     * A server that is being acted on.
     *
     * @param node which
     * @param action what is being done
     * @param actor who asked
     * @param since when it began
     */
    public record Busy(String node, Action action, String actor, Instant since) {}
}
