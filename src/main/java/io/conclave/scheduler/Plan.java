package io.conclave.scheduler;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the scheduler would do now, and why.
 *
 * @param id the plan's name, new whenever its moves, its reason, or the settings and drains behind them change
 * @param inputHash SHA-256 over everything that the plan was computed from, 64 hexadecimal digits
 * @param createdAt when it was computed
 * @param counts files per node, every configured node included
 * @param bytes bytes per node
 * @param loads each node's load as the strategy weighs it
 * @param sourceNode where the first move begins, or null
 * @param targetNode where it ends, or null
 * @param candidate the file that would move first, or null
 * @param delta load of the source less that of the target, in the strategy's unit; 0 where one of them is missing
 * @param threshold from which delta a move is worth it
 * @param totalFiles over all nodes
 * @param drainedNodes in configured order
 * @param nodeStates standing of each node
 * @param shouldMigrate whether a round would move anything
 * @param reason why or why not
 * @param message the reason as a sentence, English
 * @param messageZh the reason as a sentence, Chinese
 * @param strategy code of the strategy
 * @param batch most moves a round; 0 for auto
 * @param enabled whether rounds run by themselves
 * @param moves what a round would move, in order
 * @param verdicts why each node was or was not chosen
 */
public record Plan(
        String id,
        String inputHash,
        Instant createdAt,
        Map<String, Long> counts,
        Map<String, Long> bytes,
        Map<String, Double> loads,
        String sourceNode,
        String targetNode,
        Candidate candidate,
        double delta,
        double threshold,
        long totalFiles,
        List<String> drainedNodes,
        Map<String, NodeDrain> nodeStates,
        boolean shouldMigrate,
        PlanReason reason,
        String message,
        String messageZh,
        String strategy,
        int batch,
        boolean enabled,
        List<PlannedMove> moves,
        List<NodeVerdict> verdicts) {

    public Plan {
        counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
        bytes = Collections.unmodifiableMap(new LinkedHashMap<>(bytes));
        loads = Collections.unmodifiableMap(new LinkedHashMap<>(loads));
        drainedNodes = List.copyOf(drainedNodes);
        nodeStates = Collections.unmodifiableMap(new LinkedHashMap<>(nodeStates));
        moves = List.copyOf(moves);
        verdicts = List.copyOf(verdicts);
    }

    /** The same plan under another name, hash and time. */
    Plan named(String otherId, String otherHash, Instant otherTime) {
        return new Plan(
                otherId,
                otherHash,
                otherTime,
                counts,
                bytes,
                loads,
                sourceNode,
                targetNode,
                candidate,
                delta,
                threshold,
                totalFiles,
                drainedNodes,
                nodeStates,
                shouldMigrate,
                reason,
                message,
                messageZh,
                strategy,
                batch,
                enabled,
                moves,
                verdicts);
    }
}
