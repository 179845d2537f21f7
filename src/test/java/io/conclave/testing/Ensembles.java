package io.conclave.testing;

import io.conclave.ensemble.EnsembleState;
import io.conclave.ensemble.NodeCondition;
import io.conclave.ensemble.NodeStatus;
import io.conclave.ensemble.Quorum;
import io.conclave.ensemble.ReadingIntervals;
import io.conclave.ensemble.Role;
import io.conclave.ensemble.SplitView;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** States of an ensemble as its monitor would tell them. */
public final class Ensembles {

    private Ensembles() {}

    /** A voter that was heard of at this moment; one that is down or hung was not. */
    public static NodeStatus node(String id, Role role, NodeCondition condition, long zxid, Instant at) {
        return node(id, role, condition, zxid, true, at);
    }

    /** An observer. */
    public static NodeStatus observer(String id, long zxid, Instant at) {
        return node(id, Role.OBSERVER, NodeCondition.SERVING, zxid, false, at);
    }

    /** A voter that serves. */
    public static NodeStatus serving(String id, Role role, long zxid, Instant at) {
        return node(id, role, NodeCondition.SERVING, zxid, at);
    }

    private static NodeStatus node(
            String id, Role role, NodeCondition condition, long zxid, boolean voter, Instant at) {
        return new NodeStatus(
                id,
                "127.0.0.1",
                2181,
                role,
                condition,
                condition.health(),
                condition.english(),
                condition.chinese(),
                "0x" + Long.toHexString(zxid),
                zxid >>> 32,
                zxid & 0xffff_ffffL,
                null,
                1L,
                0L,
                5L,
                0L,
                "3.9.5",
                at,
                voter,
                false,
                null,
                null,
                at,
                Map.of(),
                Map.of());
    }

    /** The ensemble of these, without contradictions. */
    public static EnsembleState of(NodeStatus... nodes) {
        return of(List.of(), nodes);
    }

    /** The ensemble of these. */
    public static EnsembleState of(List<SplitView> contradictions, NodeStatus... nodes) {
        List<NodeStatus> all = List.of(nodes);
        int voters = (int) all.stream().filter(NodeStatus::voter).count();
        int up = (int) all.stream()
                .filter(node -> node.voter() && node.role().serves())
                .count();
        int needed = voters / 2 + 1;
        String leader = all.stream()
                .filter(node -> node.role() == Role.LEADER || node.role() == Role.STANDALONE)
                .map(NodeStatus::id)
                .findFirst()
                .orElse(null);
        return new EnsembleState(
                null,
                leader,
                new Quorum(voters, needed, up, Math.max(0, up - needed), leader != null && up >= needed),
                all,
                contradictions,
                new ReadingIntervals(250, 2000));
    }
}
