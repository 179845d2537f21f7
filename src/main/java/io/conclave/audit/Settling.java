package io.conclave.audit;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Says whether the ensemble has settled after an operation. It has when
 *
 * <ol>
 *   <li>the node acted on is as the action wants it: serving after a start, not serving after a stop, kill or pause,
 *       and without files after a drain (an action that failed wants nothing of it);
 *   <li>the quorum is held and somebody leads;
 *   <li>every other node that served before serves again, and has answered since the action ended;
 *   <li>each of them has seen what the leader has, but for {@value #REACH} transactions, since servers are asked one
 *       after the other while the ensemble goes on writing;
 *   <li>none of them has more than {@value #SLACK} requests outstanding above what it had before.
 * </ol>
 *
 * <p>What a node does not tell is not held against it. The cost is that of one pass over the nodes.
 */
final class Settling {

    /** Transactions by which a follower may seem behind without being it. */
    static final long REACH = 1_000;

    /** Requests that come and go. */
    static final long SLACK = 10;

    private final Moment before;
    private final Instant endedAt;
    private final Set<String> toServe = new LinkedHashSet<>();
    private final String toRest;
    private final String toEmpty;

    /** @param ended how the operation ended */
    Settling(Operation ended) {
        before = Moment.of(ended.beforeMetrics());
        endedAt = ended.endedAt();
        before.nodes().forEach((id, node) -> {
            if (node.serves()) {
                toServe.add(id);
            }
        });
        boolean done = ended.status() == OperationStatus.OK;
        toEmpty = done && ended.action() == Action.DRAIN ? ended.node() : null;
        String rests = null;
        switch (ended.action()) {
            case NODE_STOP, NODE_KILL, NODE_PAUSE -> {
                toServe.remove(ended.node());
                rests = done ? ended.node() : null;
            }
            case NODE_START, NODE_RESTART, NODE_RESUME -> {
                toServe.remove(ended.node());
                // A process of the key-value store is no server of the ensemble, which settles without it.
                if (done && ended.node() != null && !ended.node().contains("/")) {
                    toServe.add(ended.node());
                }
            }
            default -> {
                // The others leave every server as it was.
            }
        }
        toRest = rests;
    }

    /** The first condition that does not hold, or none where the ensemble has settled. */
    Optional<Shortfall> missing(Moment now) {
        if (now.nodes().isEmpty()) {
            return Optional.of(Shortfall.of(MeasureReason.NOTHING_KNOWN));
        }
        return stillServing(now)
                .or(() -> quorum(now))
                .or(() -> toServe.stream()
                        .map(id -> notAsBefore(now, id))
                        .flatMap(Optional::stream)
                        .findFirst())
                .or(() -> filesLeft(now));
    }

    private Optional<Shortfall> stillServing(Moment now) {
        Moment.Node node = toRest == null ? null : now.nodes().get(toRest);
        return node == null || !node.serves()
                ? Optional.empty()
                : Optional.of(Shortfall.of(MeasureReason.STILL_SERVING, "node", toRest, "role", node.role()));
    }

    private static Optional<Shortfall> quorum(Moment now) {
        if (Boolean.FALSE.equals(now.quorumHeld())
                && now.up() != null
                && now.needed() != null
                && now.up() < now.needed()) {
            return Optional.of(Shortfall.of(
                    MeasureReason.NO_QUORUM,
                    "up",
                    String.valueOf(now.up()),
                    "voters",
                    String.valueOf(now.voters()),
                    "needed",
                    String.valueOf(now.needed())));
        }
        return now.leader() == null ? Optional.of(Shortfall.of(MeasureReason.NO_LEADER)) : Optional.empty();
    }

    private Optional<Shortfall> notAsBefore(Moment now, String id) {
        Moment.Node node = now.nodes().get(id);
        if (node == null || !node.serves()) {
            return Optional.of(Shortfall.of(
                    MeasureReason.NOT_SERVING,
                    "node",
                    id,
                    "role",
                    node == null ? "unknown" : node.role(),
                    "health",
                    node == null ? "unknown" : node.health()));
        }
        if (node.respondedAt() == null || node.respondedAt().isBefore(endedAt)) {
            return Optional.of(Shortfall.of(MeasureReason.NOT_ANSWERED, "node", id));
        }
        return behind(now, id, node).or(() -> outstanding(id, node));
    }

    private static Optional<Shortfall> behind(Moment now, String id, Moment.Node node) {
        Moment.Node leader = now.nodes().get(now.leader());
        if (leader == null || leader.zxid() == null || node.zxid() == null) {
            return Optional.empty();
        }
        if (node.epoch() < leader.epoch()) {
            // A leader that has proposed nothing yet stands at 0 of its term, its followers at the end of the last one.
            return leader.counter() == 0
                    ? Optional.empty()
                    : Optional.of(Shortfall.of(
                            MeasureReason.OLD_TERM,
                            "node",
                            id,
                            "epoch",
                            String.valueOf(node.epoch()),
                            "leader",
                            now.leader(),
                            "leaderEpoch",
                            String.valueOf(leader.epoch())));
        }
        long behind = leader.zxid() - node.zxid();
        return behind <= REACH
                ? Optional.empty()
                : Optional.of(Shortfall.of(
                        MeasureReason.BEHIND,
                        "node",
                        id,
                        "count",
                        String.valueOf(behind),
                        "leader",
                        now.leader(),
                        "limit",
                        String.valueOf(REACH)));
    }

    private Optional<Shortfall> outstanding(String id, Moment.Node node) {
        Moment.Node earlier = before.nodes().get(id);
        long had = earlier == null || earlier.outstanding() == null ? 0 : earlier.outstanding();
        return node.outstanding() == null || node.outstanding() <= had + SLACK
                ? Optional.empty()
                : Optional.of(Shortfall.of(
                        MeasureReason.OUTSTANDING,
                        "node",
                        id,
                        "count",
                        String.valueOf(node.outstanding()),
                        "before",
                        String.valueOf(had),
                        "slack",
                        String.valueOf(SLACK)));
    }

    private Optional<Shortfall> filesLeft(Moment now) {
        Moment.Node node = toEmpty == null ? null : now.nodes().get(toEmpty);
        return node == null || node.files() == null || node.files() == 0
                ? Optional.empty()
                : Optional.of(
                        Shortfall.of(MeasureReason.FILES_LEFT, "node", toEmpty, "count", String.valueOf(node.files())));
    }
}
