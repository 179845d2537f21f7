package io.conclave.control;

import io.conclave.audit.Action;
import java.time.Instant;
import java.util.List;

/**
 * What an action would mean for the quorum.
 *
 * @param node on which server
 * @param action which action
 * @param allowed whether it may go on without being forced
 * @param code why, or why not
 * @param reason the sentence with the numbers, English
 * @param reasonZh the sentence with the numbers, Chinese
 * @param voters servers that vote
 * @param needed how many of them make a majority
 * @param inSync voters that are in sync now
 * @param left voters that would stay in sync
 * @param nodes every server and whether it is in sync, in the configured order
 * @param at when this held
 */
public record ActionVerdict(
        String node,
        Action action,
        boolean allowed,
        GuardReason code,
        String reason,
        String reasonZh,
        int voters,
        int needed,
        int inSync,
        int left,
        List<Standing> nodes,
        Instant at) {

    public ActionVerdict {
        nodes = List.copyOf(nodes);
    }
}
