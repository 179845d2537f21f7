package io.conclave.kv.show;

import java.time.Instant;
import java.util.List;

/**
 * What the checker has found since it was begun.
 *
 * @param enabled whether it writes and reads
 * @param acknowledged writes that were acknowledged
 * @param reads values that were read and compared
 * @param lost acknowledged writes that a read did not show: must be 0
 * @param unknown writes whose outcome nobody could tell; either outcome is right
 * @param refused writes that were refused, and so not done
 * @param unavailableMs times without an acknowledged write, of all groups and failovers together
 * @param since when it was begun
 * @param groups what it found in each group
 * @param losses what was lost, the newest last, ten at the most
 */
public record ShownChecker(
        boolean enabled,
        long acknowledged,
        long reads,
        long lost,
        long unknown,
        long refused,
        long unavailableMs,
        Instant since,
        List<CheckedGroup> groups,
        List<String> losses) {

    public ShownChecker {
        groups = List.copyOf(groups);
        losses = List.copyOf(losses);
    }

    /**
     * One group as the checker sees it.
     *
     * @param group which
     * @param acknowledged writes that it acknowledged
     * @param lastAckAt when it acknowledged the last one, or null
     * @param waitingMs how long the oldest write has been waiting, or 0 where none waits longer than usual
     */
    public record CheckedGroup(String group, long acknowledged, Instant lastAckAt, long waitingMs) {}
}
