package io.conclave.scheduler;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What the scheduler would do now, and why.
 *
 * @param id the plan's name, new whenever its moves or reason change
 * @param inputHash SHA-256 over everything that the plan was computed from, 64 hexadecimal digits
 * @param createdAt when it was computed
 * @param counts files per node, every configured node included
 * @param bytes bytes per node
 * @param loads each node's load as the strategy weighs it
 * @param sourceNode where the first move begins, or null
 * @param targetNode where it ends, or null
 * @param candidate the file that would move first, or null
 * @param delta load of the source less that of the target, in the strategy's unit
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
        List<NodeVerdict> verdicts) {}
