package io.conclave.ensemble;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts the nodes together to the ensemble: leader, quorum, and where servers contradict each other.
 *
 * <p>The nodes are asked at slightly different moments, so right after an election two of them may seem to contradict
 * each other though none does. A contradiction is therefore reported only once it has lasted.
 */
final class EnsembleView {

    private final String name;
    private final ReadingIntervals reading;
    private final Duration patience;
    private final Map<String, Instant> suspectedSince = new HashMap<>();

    /**
     * @param name what the ensemble is called, or null
     * @param reading how often its servers are asked
     * @param patience how long a contradiction must last before it is reported
     */
    EnsembleView(String name, ReadingIntervals reading, Duration patience) {
        this.name = name;
        this.reading = reading;
        this.patience = patience;
    }

    /**
     * The ensemble as its nodes show it.
     *
     * @param nodes every node, in the configured order
     * @param claim the membership that a serving server goes by, where one tells
     * @param now when this is
     */
    EnsembleState of(List<NodeStatus> nodes, Optional<QuorumClaim> claim, Instant now) {
        List<NodeStatus> leaders =
                nodes.stream().filter(node -> leads(node, nodes.size())).toList();
        Quorum quorum = quorum(nodes, leaders.size());
        Map<String, SplitView> suspicions = new LinkedHashMap<>();
        twoLeaders(leaders).ifPresent(view -> suspicions.put("leaders", view));
        if (leaders.size() == 1) {
            otherEpochs(leaders.get(0), nodes, suspicions);
        }
        standaloneAmongOthers(nodes, suspicions);
        claim.filter(told -> told.voters() > quorum.voters())
                .ifPresent(told -> suspicions.put("voters", unwatched(told, quorum)));
        String leader = leaders.size() == 1 ? leaders.get(0).id() : null;
        return new EnsembleState(name, leader, quorum, nodes, lasting(suspicions, now), reading);
    }

    private static boolean leads(NodeStatus node, int watched) {
        return node.role() == Role.LEADER || (node.role() == Role.STANDALONE && watched == 1);
    }

    private static Quorum quorum(List<NodeStatus> nodes, int leaders) {
        int voters = (int) nodes.stream().filter(NodeStatus::voter).count();
        int needed = voters / 2 + 1;
        int up = (int) nodes.stream()
                .filter(NodeStatus::voter)
                .filter(node -> node.role() == Role.FOLLOWER || leads(node, nodes.size()))
                .count();
        return new Quorum(voters, needed, up, Math.max(0, up - needed), leaders == 1 && up >= needed);
    }

    private static Optional<SplitView> twoLeaders(List<NodeStatus> leaders) {
        if (leaders.size() < 2) {
            return Optional.empty();
        }
        String names = String.join(", ", leaders.stream().map(NodeStatus::id).toList());
        String epochs = String.join(
                ", ", leaders.stream().map(node -> String.valueOf(node.epoch())).toList());
        return Optional.of(SplitView.of(SplitView.Kind.TWO_LEADERS, Map.of("nodes", names, "epochs", epochs)));
    }

    /**
     * Followers whose newest transaction is of another term than the leader's. A lower term is normal until the leader
     * has proposed its first transaction: its own zxid stands at counter 0 then, while theirs is the last of the term
     * before.
     */
    private static void otherEpochs(NodeStatus leader, List<NodeStatus> nodes, Map<String, SplitView> suspicions) {
        if (leader.epoch() == null) {
            return;
        }
        for (NodeStatus node : nodes) {
            boolean follows = node.role() == Role.FOLLOWER || node.role() == Role.OBSERVER;
            if (!follows || node.epoch() == null) {
                continue;
            }
            boolean ahead = node.epoch() > leader.epoch();
            boolean behind = node.epoch() < leader.epoch() && leader.counter() > 0;
            if (ahead || behind) {
                suspicions.put(
                        "epoch " + node.id(),
                        SplitView.of(
                                SplitView.Kind.EPOCH_DIFFERS,
                                Map.of(
                                        "node", node.id(),
                                        "epoch", node.epoch(),
                                        "leader", leader.id(),
                                        "leaderEpoch", leader.epoch())));
            }
        }
    }

    private static void standaloneAmongOthers(List<NodeStatus> nodes, Map<String, SplitView> suspicions) {
        if (nodes.size() == 1) {
            return;
        }
        nodes.stream()
                .filter(node -> node.role() == Role.STANDALONE)
                .forEach(node -> suspicions.put(
                        "standalone " + node.id(),
                        SplitView.of(
                                SplitView.Kind.STANDALONE_AMONG_OTHERS,
                                Map.of("node", node.id(), "watched", nodes.size()))));
    }

    private static SplitView unwatched(QuorumClaim claim, Quorum quorum) {
        return SplitView.of(
                SplitView.Kind.VOTERS_NOT_WATCHED,
                Map.of("node", claim.node(), "members", claim.voters(), "watched", quorum.voters()));
    }

    private List<SplitView> lasting(Map<String, SplitView> suspicions, Instant now) {
        suspectedSince.keySet().retainAll(suspicions.keySet());
        List<SplitView> lasting = new ArrayList<>();
        suspicions.forEach((key, view) -> {
            Instant since = suspectedSince.computeIfAbsent(key, first -> now);
            if (Duration.between(since, now).compareTo(patience) >= 0) {
                lasting.add(view);
            }
        });
        return lasting;
    }
}
