package io.conclave.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.conclave.audit.Action;
import io.conclave.audit.Operation;
import io.conclave.audit.OperationLog;
import io.conclave.audit.OperationStatus;
import io.conclave.bus.Json;
import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;
import io.conclave.ensemble.EnsembleState;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Acts on servers beside the event loop, one action a node at a time, each weighed against the quorum and written down
 * before it is begun. There are as many workers as nodes: an engine that hangs keeps nobody waiting but those who asked
 * it.
 */
final class NodeActions {

    /** An action that keeps to its own limit must be able to say so before it is given up here. */
    private static final Duration GRACE = Duration.ofSeconds(3);

    private final Vertx vertx;
    private final NodeControl control;
    private final QuorumGuard guard;
    private final ActionsUnderWay underWay;
    private final OperationLog operations;
    private final OperationEnds ends;
    private final Supplier<Future<EnsembleState>> look;
    private final Runnable changed;
    private final Clock clock;
    private final WorkerExecutor actors;

    /**
     * @param look asks for the newest state and shows it to the guard
     * @param changed called each time that an action begins or ends
     */
    NodeActions(
            Vertx vertx,
            NodeControl control,
            QuorumGuard guard,
            ActionsUnderWay underWay,
            OperationLog operations,
            Supplier<Future<EnsembleState>> look,
            Runnable changed,
            Clock clock) {
        this.vertx = vertx;
        this.control = control;
        this.guard = guard;
        this.underWay = underWay;
        this.operations = operations;
        this.ends = new OperationEnds(operations);
        this.look = look;
        this.changed = changed;
        this.clock = clock;
        int nodes = control.processes().map(servers -> servers.nodes().size()).orElse(1);
        Duration limit = control.processes().map(NodeProcesses::limit).orElse(GRACE);
        this.actors = vertx.createSharedWorkerExecutor(
                "conclave-control", nodes, limit.plus(GRACE).multipliedBy(2).toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Lets go of the workers. */
    Future<?> close() {
        return actors.close();
    }

    /** Weighs an action, carries it out and writes down both. */
    Future<ControlResult> act(ControlNode question) {
        NodeProcesses servers = control.of(question.node());
        Step step = step(question.action());
        GivenReason.require(question.reason(), question.force());
        return QuorumGuard.takesAway(question.action())
                ? look.get().compose(state -> weighed(question, step, servers))
                : begun(question, step, servers, nothingTaken(question));
    }

    private Future<ControlResult> weighed(ControlNode question, Step step, NodeProcesses servers) {
        ActionVerdict verdict = guard.verdict(question.node(), question.action(), clock.instant());
        boolean forced = Boolean.TRUE.equals(question.force());
        ObjectNode details = Json.object()
                .put("verdict", verdict.code().code())
                .put("arithmetic", verdict.reason())
                .put("forced", forced && !verdict.allowed());
        details.set("quorum", Json.tree(verdict));
        if (question.reason() != null) {
            details.put("why", question.reason());
        }
        if (!verdict.allowed() && !forced && underWay.busy(question.node()).isEmpty()) {
            return refuse(
                    question,
                    new Problem(
                            409,
                            verdict.code().code(),
                            verdict.reason(),
                            "force",
                            "false",
                            "true, together with the node's name as node and a reason, to do it nevertheless"),
                    details);
        }
        return begun(question, step, servers, details);
    }

    /** What takes no voter away is not weighed, but how the quorum stood then is written down all the same. */
    private ObjectNode nothingTaken(ControlNode question) {
        ObjectNode details = Json.object();
        if (guard.watches(question.node())) {
            details.set("quorum", Json.tree(guard.verdict(question.node(), question.action(), clock.instant())));
        }
        return details;
    }

    /** From the look at who is busy to being busy itself nothing else can come in between. */
    private Future<ControlResult> begun(ControlNode question, Step step, NodeProcesses servers, ObjectNode details) {
        Optional<Problem> busy = underWay.busy(question.node());
        if (busy.isPresent()) {
            return refuse(question, busy.get(), details);
        }
        underWay.begin(question);
        if (QuorumGuard.takesAway(question.action())) {
            guard.begun(question.node());
        }
        changed.run();
        return operations
                .begin(question.action(), question.actor(), question.node(), details.deepCopy())
                .onFailure(unwritten -> over(question))
                .compose(operation -> carryOut(question, operation, step, servers, details));
    }

    private Future<ControlResult> carryOut(
            ControlNode question, Operation operation, Step step, NodeProcesses servers, ObjectNode details) {
        Promise<Effect> outcome = Promise.promise();
        Duration limit = servers.limit().plus(GRACE);
        long timer = vertx.setTimer(limit.toMillis(), late -> outcome.tryFail(outcomeUnknown(question, limit)));
        actors.executeBlocking(() -> step.on(servers, question.node()), false).onComplete(done -> {
            vertx.cancelTimer(timer);
            // Where it was given up before, its row is closed and its details are others' to read.
            if (!outcome.future().isComplete()) {
                details.put("durationMs", underWay.elapsedMs(question));
            }
            over(question);
            if (done.succeeded()) {
                outcome.tryComplete(done.result());
            } else {
                outcome.tryFail(done.cause());
            }
        });
        return outcome.future().transform(done -> {
            if (done.failed()) {
                return ends.failed(operation, done.cause(), details);
            }
            details.put("changed", done.result().changed());
            if (done.result().output() != null) {
                details.put("output", done.result().output());
            }
            return ends.finish(operation, OperationStatus.OK, details)
                    .map(new ControlResult(
                            question.node(),
                            question.action(),
                            operation.id(),
                            details.get("durationMs").asLong()));
        });
    }

    private void over(ControlNode question) {
        underWay.end(question);
        if (QuorumGuard.takesAway(question.action())) {
            guard.ended(question.node(), clock.instant());
        }
        changed.run();
    }

    private static ProblemException outcomeUnknown(ControlNode question, Duration limit) {
        return OutcomeUnknown.of(question.action().code() + " of " + question.node() + " has not ended within "
                + limit.toSeconds() + " s; nobody knows what became of it, so look before you repeat it");
    }

    private Future<ControlResult> refuse(ControlNode question, Problem why, ObjectNode details) {
        return operations
                .begin(question.action(), question.actor(), question.node(), details.deepCopy())
                .compose(operation -> ends.failed(operation, why.asException(), details));
    }

    private static Step step(Action action) {
        return switch (action) {
            case NODE_START -> NodeProcesses::start;
            case NODE_STOP -> NodeProcesses::stop;
            case NODE_RESTART -> NodeProcesses::restart;
            case NODE_KILL -> NodeProcesses::kill;
            case NODE_PAUSE -> NodeProcesses::pause;
            case NODE_RESUME -> NodeProcesses::resume;
            default ->
                throw Problem.invalid(
                                "action",
                                action.code(),
                                "one of node_start, node_stop, node_restart, node_kill, node_pause, node_resume")
                        .asException();
        };
    }

    /** One action on one server. */
    @FunctionalInterface
    private interface Step {
        Effect on(NodeProcesses servers, String node);
    }
}
