package io.conclave.control;

import io.conclave.audit.Action;
import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;
import io.conclave.bus.Sentence;
import io.conclave.control.RollingProgress.Phase;
import io.conclave.control.RollingProgress.Status;
import io.conclave.control.RollingProgress.Step;
import io.conclave.ensemble.EnsembleState;
import io.conclave.ensemble.NodeStatus;
import io.conclave.ensemble.Role;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Restarts every server of the ensemble, one after another: observers and followers first and the leader last, whoever
 * leads by then, so that there is one election and no more. Each must serve again, and have every transaction that
 * anybody had when its turn came, before the next one is touched. Runs on the context that it is called on.
 */
final class RollingRestart {

    private static final long LOOK_MS = 250;

    private final Vertx vertx;
    private final QuorumGuard guard;
    private final Supplier<Future<EnsembleState>> look;
    private final Function<ControlNode, Future<ControlResult>> act;
    private final Consumer<RollingProgress> tell;
    private final Duration limit;
    private final Clock clock;
    private final Promise<RollingProgress> end = Promise.promise();
    private final List<Step> steps = new ArrayList<>();

    private long operationId;
    private String actor;
    private Instant startedAt;
    private Status status = Status.RUNNING;

    /**
     * @param look asks for the newest state and shows it to the guard
     * @param act carries out one action as any other request for one
     * @param tell takes the progress each time that it changed
     * @param limit how long one server may take until it serves and has caught up
     */
    RollingRestart(
            Vertx vertx,
            QuorumGuard guard,
            Supplier<Future<EnsembleState>> look,
            Function<ControlNode, Future<ControlResult>> act,
            Consumer<RollingProgress> tell,
            Duration limit,
            Clock clock) {
        this.vertx = vertx;
        this.guard = guard;
        this.look = look;
        this.act = act;
        this.tell = tell;
        this.limit = limit;
        this.clock = clock;
    }

    /**
     * What stands against a rolling restart of this ensemble: a server that is not well, or a quorum that cannot do
     * without one.
     */
    static Optional<Problem> obstacle(QuorumGuard guard, EnsembleState state, Instant now) {
        for (NodeStatus node : state.nodes()) {
            Standing standing = guard.standing(node.id());
            if (!isWell(standing, node)) {
                return Optional.of(Problem.conflict(
                        "not_all_in_sync",
                        "a rolling restart begins when every server is in sync: " + standing.reason()));
            }
        }
        return state.nodes().stream()
                .map(node -> guard.verdict(node.id(), Action.NODE_RESTART, now))
                .filter(verdict -> !verdict.allowed())
                .findFirst()
                .map(verdict -> Problem.conflict(verdict.code().code(), verdict.reason()));
    }

    /** The order at the moment: followers and observers as they are configured, the leader last. */
    static List<NodeStatus> order(EnsembleState state) {
        return state.nodes().stream()
                .sorted(Comparator.comparing(node -> node.id().equals(state.leader())))
                .toList();
    }

    /** Begins; the future completes with how it ended, and never fails. */
    Future<RollingProgress> begin(long operation, String who, EnsembleState state) {
        operationId = operation;
        actor = who;
        startedAt = clock.instant();
        order(state)
                .forEach(node -> steps.add(new Step(node.id(), node.role(), Phase.WAITING, null, null, null, null)));
        tell.accept(progress());
        next();
        return end.future();
    }

    /** Ends after the server under way; false where it has ended already. */
    boolean cancel() {
        if (!status.isUnderWay()) {
            return false;
        }
        status = Status.CANCELLING;
        tell.accept(progress());
        return true;
    }

    /** How far it is. */
    RollingProgress progress() {
        return new RollingProgress(operationId, actor, status, startedAt, null, steps, null, null);
    }

    private void next() {
        if (status == Status.CANCELLING) {
            finish(Status.CANCELLED, null);
            return;
        }
        look.get().onComplete(seen -> {
            if (seen.failed()) {
                finish(Status.FAILED, plain(ProblemException.of(seen.cause()).detail()));
                return;
            }
            EnsembleState state = seen.result();
            Optional<NodeStatus> node = order(state).stream()
                    .filter(candidate -> step(candidate.id()).phase() == Phase.WAITING)
                    .findFirst();
            if (node.isEmpty()) {
                finish(Status.OK, null);
            } else {
                restart(node.get(), state);
            }
        });
    }

    private void restart(NodeStatus node, EnsembleState state) {
        Optional<Problem> obstacle = obstacle(guard, state, clock.instant());
        if (obstacle.isPresent()) {
            finish(Status.FAILED, plain(obstacle.get().detail()));
            return;
        }
        NodeStatus furthest = state.nodes().stream()
                .filter(other -> other.epoch() != null)
                .max(Comparator.comparing(NodeStatus::epoch).thenComparing(NodeStatus::counter))
                .orElse(node);
        Instant now = clock.instant();
        put(new Step(node.id(), node.role(), Phase.RESTARTING, now, null, null, null));
        act.apply(new ControlNode(
                        node.id(), Action.NODE_RESTART, actor, null, "rolling restart, operation " + operationId))
                .onComplete(restarted -> {
                    if (restarted.failed()) {
                        fail(
                                node.id(),
                                plain(ProblemException.of(restarted.cause()).detail()));
                    } else {
                        put(new Step(node.id(), node.role(), Phase.CATCHING_UP, now, null, null, null));
                        await(node.id(), furthest, clock.instant().plus(limit));
                    }
                });
    }

    private void await(String id, NodeStatus furthest, Instant deadline) {
        look.get().onComplete(seen -> {
            EnsembleState state = seen.result();
            if (state != null) {
                Optional<Standing> trouble = state.nodes().stream()
                        .map(node -> guard.standing(node.id()))
                        .filter(standing -> !standing.node().equals(id) && standing.code() == StandingReason.SILENT)
                        .findFirst();
                if (trouble.isPresent()) {
                    fail(id, new Sentence(trouble.get().reason(), trouble.get().reasonZh()));
                    return;
                }
                Optional<Sentence> lacking = lacking(state, id, furthest);
                Step step = step(id);
                if (lacking.isEmpty()) {
                    put(new Step(id, step.role(), Phase.DONE, step.startedAt(), clock.instant(), null, null));
                    next();
                    return;
                }
                if (!lacking.get().en().equals(step.reason())) {
                    put(new Step(
                            id,
                            step.role(),
                            Phase.CATCHING_UP,
                            step.startedAt(),
                            null,
                            lacking.get().en(),
                            lacking.get().zh()));
                }
            }
            if (clock.instant().isAfter(deadline)) {
                fail(id, late(id));
            } else {
                vertx.setTimer(LOOK_MS, timer -> await(id, furthest, deadline));
            }
        });
    }

    /** What the server still lacks; empty where it serves and has caught up, and so have all others. */
    private Optional<Sentence> lacking(EnsembleState state, String id, NodeStatus furthest) {
        for (NodeStatus node : state.nodes()) {
            Standing standing = guard.standing(node.id());
            if (!isWell(standing, node)) {
                return Optional.of(new Sentence(standing.reason(), standing.reasonZh()));
            }
        }
        NodeStatus node = state.nodes().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow();
        var mark = new LeaderTrail.Mark(startedAt, furthest.epoch(), furthest.counter(), furthest.zxid());
        if (mark.isReachedBy(node)) {
            return Optional.empty();
        }
        return Optional.of(new Sentence(
                id + " stands at " + node.zxid() + " and catches up to " + furthest.zxid() + ".",
                id + " 处于 " + node.zxid() + "，正在追赶到 " + furthest.zxid() + "。"));
    }

    private static boolean isWell(Standing standing, NodeStatus node) {
        return standing.inSync() || standing.code() == StandingReason.OBSERVES && node.role() == Role.OBSERVER;
    }

    private Sentence late(String id) {
        Step step = step(id);
        long seconds = limit.toSeconds();
        return step.reason() == null
                ? plain(id + " was not seen to serve within " + seconds + " s")
                : new Sentence("After " + seconds + " s: " + step.reason(), seconds + " 秒之后：" + step.reasonZh());
    }

    private void fail(String id, Sentence why) {
        Step step = step(id);
        put(new Step(id, step.role(), Phase.FAILED, step.startedAt(), clock.instant(), why.en(), why.zh()));
        finish(Status.FAILED, why);
    }

    private void finish(Status how, Sentence why) {
        status = how;
        steps.replaceAll(step -> step.phase() == Phase.WAITING
                ? new Step(step.node(), step.role(), Phase.NOT_REACHED, null, null, null, null)
                : step);
        RollingProgress last = new RollingProgress(
                operationId,
                actor,
                how,
                startedAt,
                clock.instant(),
                steps,
                why == null ? null : why.en(),
                why == null ? null : why.zh());
        end.complete(last);
    }

    private Step step(String node) {
        return steps.stream()
                .filter(step -> step.node().equals(node))
                .findFirst()
                .orElseThrow();
    }

    private void put(Step changed) {
        steps.replaceAll(step -> step.node().equals(changed.node()) ? changed : step);
        tell.accept(progress());
    }

    /** What comes from elsewhere in English alone. */
    private static Sentence plain(String english) {
        return new Sentence(english, english);
    }
}
