package io.conclave.control;

import io.conclave.audit.Action;
import io.conclave.bus.Problem;
import io.conclave.bus.Sentence;
import io.conclave.ensemble.EnsembleState;
import io.conclave.ensemble.Health;
import io.conclave.ensemble.NodeStatus;
import io.conclave.ensemble.Role;
import io.conclave.ensemble.SplitView;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Says before an action what it would mean for the quorum. It counts voters that are in sync, which is less than
 * servers that answer: {@code ruok} says {@code imok} without a quorum too (ZOOKEEPER-4793), and a follower that just
 * came back has yet to get what it missed.
 *
 * <p>A server that is being acted on does not count, nor one that has not answered since: so two actions that are each
 * harmless cannot cost the quorum together, however close they come. For one thread.
 */
final class QuorumGuard {

    private static final Set<Action> TAKE_AWAY =
            Set.of(Action.NODE_STOP, Action.NODE_RESTART, Action.NODE_KILL, Action.NODE_PAUSE);

    private static final Set<SplitView.Kind> UNCOUNTABLE =
            Set.of(SplitView.Kind.TWO_LEADERS, SplitView.Kind.VOTERS_NOT_WATCHED);

    private final LeaderTrail trail;
    private final Map<String, Instant> actedOnUntil = new HashMap<>();
    private EnsembleState state;

    /** @param within how much later than the leader a follower may have a transaction and still count */
    QuorumGuard(Duration within) {
        trail = new LeaderTrail(within);
    }

    /** Takes the newest state of the ensemble. */
    void observe(EnsembleState newest) {
        state = newest;
        trail.note(newest.nodes().stream()
                .filter(node -> node.id().equals(newest.leader()))
                .findFirst()
                .orElse(null));
    }

    /** The newest state, or empty before the first. */
    Optional<EnsembleState> state() {
        return Optional.ofNullable(state);
    }

    /** Whether something is known of the server, so that it can be weighed. */
    boolean watches(String id) {
        return state().stream().flatMap(known -> known.nodes().stream()).anyMatch(node -> node.id()
                .equals(id));
    }

    /** Notes that an action which takes the server away begins; it counts no more. */
    void begun(String node) {
        actedOnUntil.put(node, Instant.MAX);
    }

    /** Notes that the action is over; the server counts again when it has answered after this moment. */
    void ended(String node, Instant now) {
        actedOnUntil.put(node, now);
    }

    /** Whether an action takes a voter away, be it for a moment. */
    static boolean takesAway(Action action) {
        return TAKE_AWAY.contains(action);
    }

    /** Whether one server is a voter in sync, and why or why not. */
    Standing standing(String id) {
        return standing(node(id));
    }

    /**
     * What the action would mean.
     *
     * @throws io.conclave.bus.ProblemException 404 for a server that is not watched, 503 while nothing is known yet
     */
    ActionVerdict verdict(String id, Action action, Instant now) {
        NodeStatus node = node(id);
        List<Standing> standings = state.nodes().stream().map(this::standing).toList();
        int inSync = (int) standings.stream().filter(Standing::inSync).count();
        boolean counts = standing(node).inSync();
        int left = counts && takesAway(action) ? inSync - 1 : inSync;
        int needed = state.quorum().needed();
        Optional<SplitView> contradiction = state.splitViews().stream()
                .filter(view -> UNCOUNTABLE.contains(view.kind()))
                .findFirst();
        GuardReason code = reason(node, action, counts, left >= needed, contradiction.isPresent());
        Map<String, Object> values = new HashMap<>(Map.of(
                "node", id, "voters", state.quorum().voters(), "inSync", inSync, "left", left, "needed", needed));
        contradiction.ifPresent(view -> values.put("contradiction", new Sentence(view.message(), view.messageZh())));
        Sentence sentence = Sentence.of(code, values);
        return new ActionVerdict(
                id,
                action,
                code.allows(),
                code,
                sentence.en(),
                sentence.zh(),
                state.quorum().voters(),
                needed,
                inSync,
                left,
                standings,
                now);
    }

    private GuardReason reason(NodeStatus node, Action action, boolean counts, boolean enough, boolean contradictory) {
        if (!takesAway(action)) {
            return GuardReason.ADDS;
        }
        if (!node.voter() || isAway(node)) {
            return GuardReason.DOES_NOT_COUNT;
        }
        if (contradictory) {
            return GuardReason.VIEWS_DIFFER;
        }
        if (state.leader() == null) {
            return GuardReason.NO_LEADER;
        }
        if (!counts) {
            return GuardReason.DOES_NOT_COUNT;
        }
        if (!enough) {
            return GuardReason.LOSES_QUORUM;
        }
        return node.id().equals(state.leader()) ? GuardReason.KEEPS_QUORUM_ELECTS : GuardReason.KEEPS_QUORUM;
    }

    private static boolean isAway(NodeStatus node) {
        return node.health() == Health.DOWN || node.health() == Health.HUNG;
    }

    private Standing standing(NodeStatus node) {
        Map<String, Object> values = new HashMap<>();
        values.put("node", node.id());
        values.put("within", inWords(trail.within()));
        StandingReason code = code(node, values);
        Sentence sentence = Sentence.of(code, values);
        return new Standing(node.id(), node.role(), code.counts(), code, sentence.en(), sentence.zh());
    }

    private static Sentence inWords(Duration time) {
        boolean whole = time.toMillis() % 1_000 == 0;
        long count = whole ? time.toSeconds() : time.toMillis();
        return new Sentence(count + (whole ? " s" : " ms"), count + (whole ? " 秒" : " 毫秒"));
    }

    private StandingReason code(NodeStatus node, Map<String, Object> values) {
        Instant until = actedOnUntil.get(node.id());
        if (until != null && (node.respondedAt() == null || !node.respondedAt().isAfter(until))) {
            return StandingReason.ACTED_ON;
        }
        if (isAway(node) || node.respondedAt() == null || node.role() == Role.UNKNOWN) {
            return StandingReason.SILENT;
        }
        if (!node.voter()) {
            return StandingReason.OBSERVES;
        }
        if (node.id().equals(state.leader())) {
            return StandingReason.LEADS;
        }
        if (node.role() != Role.FOLLOWER) {
            return StandingReason.NOT_SERVING;
        }
        if (state.leader() == null) {
            return StandingReason.NO_LEADER;
        }
        LeaderTrail.Mark lacked = trail.lackedBy(node);
        if (lacked != null) {
            values.put("zxid", node.zxid());
            values.put("leaderZxid", lacked.zxid());
            return StandingReason.BEHIND;
        }
        return StandingReason.IN_SYNC;
    }

    private NodeStatus node(String id) {
        if (state == null) {
            throw Problem.unavailable("starting", "the ensemble has not been asked yet; try again in a second")
                    .asException();
        }
        return state.nodes().stream()
                .filter(node -> node.id().equals(id))
                .findFirst()
                .orElseThrow(() -> Problem.notFound(
                                "node",
                                id,
                                state.nodes().stream().map(NodeStatus::id).collect(Collectors.joining(", ")))
                        .asException());
    }
}
