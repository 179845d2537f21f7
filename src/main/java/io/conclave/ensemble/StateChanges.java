package io.conclave.ensemble;

import io.conclave.bus.Sentence;
import io.conclave.ensemble.EnsembleEvent.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The events between two states of the ensemble that follow on each other. */
final class StateChanges {

    private static final Sentence NOBODY = new Sentence("nobody", "无");

    private StateChanges() {}

    /**
     * What happened between the two. To see a node for the first time is no change, and of leader and quorum a change
     * is only told between states in which every node had been asked.
     *
     * @param before the older state
     * @param after the newer state, of the same nodes in the same order
     */
    static List<EnsembleEvent> between(EnsembleState before, EnsembleState after) {
        List<EnsembleEvent> events = new ArrayList<>();
        for (int i = 0; i < after.nodes().size(); i++) {
            ofNode(before.nodes().get(i), after.nodes().get(i), events);
        }
        if (isComplete(before)) {
            ofEnsemble(before, after, events);
        }
        return events;
    }

    private static boolean isComplete(EnsembleState state) {
        return state.nodes().stream().noneMatch(node -> node.state() == NodeCondition.NOT_ASKED);
    }

    private static void ofNode(NodeStatus before, NodeStatus after, List<EnsembleEvent> events) {
        if (before.state() != NodeCondition.NOT_ASKED) {
            Kind kind = kind(before, after);
            if (kind != null) {
                events.add(
                        of(kind, after.id(), before.role().code(), after.role().code(), Map.of()));
            }
        }
        if (before.drained() != after.drained()) {
            events.add(of(after.drained() ? Kind.DRAINED : Kind.UNDRAINED, after.id(), null, null, Map.of()));
        }
    }

    private static Kind kind(NodeStatus before, NodeStatus after) {
        if (before.health() != after.health()) {
            if (after.health() == Health.DOWN) {
                return Kind.STOPPED;
            }
            if (after.health() == Health.HUNG) {
                return Kind.HUNG;
            }
            if (before.health() == Health.DOWN) {
                return Kind.STARTED;
            }
        }
        return before.role() == after.role() ? null : Kind.ROLE_CHANGED;
    }

    private static void ofEnsemble(EnsembleState before, EnsembleState after, List<EnsembleEvent> events) {
        if (!Objects.equals(before.leader(), after.leader())) {
            events.add(of(Kind.LEADER_CHANGED, after.leader(), before.leader(), after.leader(), Map.of()));
        }
        if (before.quorum().held() != after.quorum().held()) {
            Quorum quorum = after.quorum();
            Map<String, ?> counts = Map.of("up", quorum.up(), "voters", quorum.voters(), "needed", quorum.needed());
            events.add(of(quorum.held() ? Kind.QUORUM_REGAINED : Kind.QUORUM_LOST, null, null, null, counts));
        }
    }

    private static EnsembleEvent of(Kind kind, String node, String from, String to, Map<String, ?> counts) {
        Map<String, Object> values = new HashMap<>(counts);
        values.put("node", node);
        values.put("from", inWords(kind, from));
        values.put("to", inWords(kind, to));
        Sentence message = Sentence.of(kind, values);
        return new EnsembleEvent(kind, node, from, to, message.en(), message.zh(), null);
    }

    /** A role in the words of each language; a node, where the leader is another, by its name. */
    private static Object inWords(Kind kind, String code) {
        return code == null
                ? NOBODY
                : kind == Kind.LEADER_CHANGED ? code : Role.of(code).words();
    }
}
