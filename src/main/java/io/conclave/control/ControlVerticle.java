package io.conclave.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.conclave.audit.Action;
import io.conclave.audit.Operation;
import io.conclave.audit.OperationLog;
import io.conclave.audit.OperationStatus;
import io.conclave.bus.Bus;
import io.conclave.bus.Json;
import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;
import io.conclave.ensemble.AskEnsemble;
import io.conclave.ensemble.EnsembleState;
import io.conclave.ensemble.EnsembleTopics;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts, stops and halts servers beside the event loop, one action a node at a time, each weighed against the quorum
 * and written down before it is begun. Actions and readers of logs have workers of their own, as many as there can be
 * of them: an engine that hangs keeps nobody waiting but those who asked it.
 */
public final class ControlVerticle extends VerticleBase {

    private static final Logger LOG = LoggerFactory.getLogger(ControlVerticle.class);

    private static final Map<String, Action> VERBS = Map.of(
            "start", Action.NODE_START,
            "stop", Action.NODE_STOP,
            "restart", Action.NODE_RESTART,
            "kill", Action.NODE_KILL,
            "pause", Action.NODE_PAUSE,
            "resume", Action.NODE_RESUME);
    private static final int MOST_LINES = 5000;
    private static final int MOST_READERS = 8;
    private static final int LONGEST_REASON = 500;
    private static final Duration IN_SYNC_WITHIN = Duration.ofSeconds(2);
    private static final Duration CATCH_UP_LIMIT = Duration.ofSeconds(120);
    /** An action that keeps to its own limit must be able to say so before it is given up here. */
    private static final Duration GRACE = Duration.ofSeconds(3);

    private final Bus bus;
    private final OperationLog operations;
    private final NodeControl control;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final ActionsUnderWay underWay;
    private final QuorumGuard guard = new QuorumGuard(IN_SYNC_WITHIN);
    private WorkerExecutor actors;
    private WorkerExecutor logs;
    private LogFollows follows;
    private RollingRestart rolling;
    private RollingProgress rollingProgress;
    private int readers;

    /**
     * @param control the servers, or why none may be acted on
     * @param clock the time of day
     * @param nanoTime the time by which durations are measured, such as {@link System#nanoTime()}
     */
    public ControlVerticle(Bus bus, OperationLog operations, NodeControl control, Clock clock, LongSupplier nanoTime) {
        this.bus = bus;
        this.operations = operations;
        this.control = control;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.underWay = new ActionsUnderWay(clock, nanoTime);
    }

    @Override
    public Future<?> start() {
        control.processes().ifPresent(servers -> {
            long warnAfterMs = servers.limit().plus(GRACE).multipliedBy(2).toMillis();
            int size = servers.nodes().size();
            actors = vertx.createSharedWorkerExecutor("conclave-control", size, warnAfterMs, TimeUnit.MILLISECONDS);
            logs = vertx.createSharedWorkerExecutor(
                    "conclave-control-logs", MOST_READERS, warnAfterMs, TimeUnit.MILLISECONDS);
            follows = new LogFollows(servers, line -> bus.publish(ControlTopics.LOG_LINES, line), nanoTime);
            bus.subscribe(
                    ControlTopics.LOG_DEMAND,
                    demand -> follows.wanted(demand.body().wanted()));
        });
        bus.subscribe(EnsembleTopics.STATE, message -> guard.observe(message.body()));
        bus.serve(ControlTopics.ACT, this::act);
        bus.serve(ControlTopics.VERDICT, this::verdict);
        bus.serve(ControlTopics.CURRENT, question -> Future.succeededFuture(state()));
        bus.serve(ControlTopics.START_ROLLING, this::startRolling);
        bus.serve(ControlTopics.CANCEL_ROLLING, this::cancelRolling);
        bus.serve(ControlTopics.LOG, this::tail);
        publish();
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        if (actors == null) {
            return Future.succeededFuture();
        }
        follows.close();
        control.processes().ifPresent(NodeProcesses::close);
        return Future.join(actors.close(), logs.close());
    }

    private Future<ControlResult> act(ControlNode question) {
        NodeProcesses servers = control.of(question.node());
        Step step = step(question.action());
        requireSound(question);
        return QuorumGuard.takesAway(question.action())
                ? look().compose(state -> weighed(question, step, servers))
                : begun(question, step, servers, Json.object());
    }

    private Future<ControlResult> weighed(ControlNode question, Step step, NodeProcesses servers) {
        ActionVerdict verdict = guard.verdict(question.node(), question.action(), clock.instant());
        boolean forced = Boolean.TRUE.equals(question.force());
        ObjectNode details = Json.object()
                .put("verdict", verdict.code().code())
                .put("arithmetic", verdict.reason())
                .put("forced", forced && !verdict.allowed());
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
        publish();
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
            details.put("durationMs", underWay.elapsedMs(question));
            over(question);
            if (done.succeeded()) {
                outcome.tryComplete(done.result());
            } else {
                outcome.tryFail(done.cause());
            }
        });
        return outcome.future().transform(done -> {
            if (done.failed()) {
                return failed(operation, done.cause(), details);
            }
            details.put("changed", done.result().changed());
            if (done.result().output() != null) {
                details.put("output", done.result().output());
            }
            return finish(operation, OperationStatus.OK, details)
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
        publish();
    }

    private static ProblemException outcomeUnknown(ControlNode question, Duration limit) {
        return OutcomeUnknown.of(question.action().code() + " of " + question.node() + " has not ended within "
                + limit.toSeconds() + " s; nobody knows what became of it, so look before you repeat it");
    }

    private Future<ControlResult> refuse(ControlNode question, Problem why, ObjectNode details) {
        return operations
                .begin(question.action(), question.actor(), question.node(), details.deepCopy())
                .compose(operation -> failed(operation, why.asException(), details));
    }

    private Future<ControlResult> failed(Operation operation, Throwable cause, ObjectNode details) {
        Problem problem = ProblemException.of(cause);
        details.put("code", problem.code()).put("reason", problem.detail());
        return finish(operation, status(problem), details).compose(ignored -> Future.failedFuture(cause));
    }

    private static OperationStatus status(Problem problem) {
        if (problem.code().equals(OutcomeUnknown.CODE)) {
            return OperationStatus.INTERRUPTED;
        }
        return problem.status() == 409 ? OperationStatus.REFUSED : OperationStatus.FAILED;
    }

    /** What was done is done, whether or not its end could be written down: the answer says so all the same. */
    private Future<?> finish(Operation operation, OperationStatus status, JsonNode details) {
        return operations.finish(operation, status, details).mapEmpty().otherwise(unwritten -> {
            LOG.error("operation {} ended {} but stays open in the audit", operation.id(), status, unwritten);
            return null;
        });
    }

    private static void requireSound(ControlNode question) {
        String reason = question.reason();
        if (reason != null && (reason.isBlank() || reason.length() > LONGEST_REASON)) {
            throw Problem.invalid("reason", reason, "1 to " + LONGEST_REASON + " characters, not all of them blank")
                    .asException();
        }
        if (Boolean.TRUE.equals(question.force()) && reason == null) {
            throw Problem.invalid(
                            "reason", null, "given where an action is forced: 1 to " + LONGEST_REASON + " characters")
                    .asException();
        }
    }

    private Future<ActionVerdict> verdict(AskVerdict question) {
        Action action = VERBS.get(question.action() == null ? "" : question.action());
        if (action == null) {
            throw Problem.invalid("action", question.action(), "one of start, stop, restart, kill, pause, resume")
                    .asException();
        }
        return look().map(state -> guard.verdict(question.node(), action, clock.instant()));
    }

    private Future<EnsembleState> look() {
        return bus.request(EnsembleTopics.CURRENT, new AskEnsemble()).onSuccess(guard::observe);
    }

    private Future<RollingProgress> startRolling(StartRolling question) {
        NodeProcesses servers = control.of();
        requireSound(new ControlNode(null, Action.ROLLING_RESTART, question.actor(), null, question.reason()));
        if (!servers.actions().contains(Action.NODE_RESTART)) {
            throw NotConfigured.of("servers cannot be restarted as NODE_CONTROL=" + control.mode() + " is set up");
        }
        return look().compose(state -> {
            Optional<Problem> obstacle = rolling != null
                    ? Optional.of(Problem.conflict(
                            "busy", "a rolling restart by " + rolling.progress().actor() + " is under way"))
                    : RollingRestart.obstacle(guard, state, clock.instant());
            ObjectNode details = Json.object()
                    .put(
                            "order",
                            RollingRestart.order(state).stream()
                                    .map(node -> node.id())
                                    .collect(Collectors.joining(", ")));
            if (question.reason() != null) {
                details.put("why", question.reason());
            }
            if (obstacle.isPresent()) {
                Problem why = obstacle.get();
                return operations
                        .begin(Action.ROLLING_RESTART, question.actor(), null, details.deepCopy())
                        .compose(operation -> failed(operation, why.asException(), details))
                        .mapEmpty();
            }
            RollingRestart begun =
                    new RollingRestart(vertx, guard, this::look, this::act, this::tell, CATCH_UP_LIMIT, clock);
            rolling = begun;
            return operations
                    .begin(Action.ROLLING_RESTART, question.actor(), null, details.deepCopy())
                    .onFailure(unwritten -> rolling = null)
                    .map(operation -> {
                        begun.begin(operation.id(), question.actor(), state)
                                .onSuccess(end -> rollingEnded(operation, end, details));
                        return begun.progress();
                    });
        });
    }

    private void rollingEnded(Operation operation, RollingProgress end, ObjectNode details) {
        rolling = null;
        tell(end);
        details.set("steps", Json.tree(end.steps()));
        if (end.reason() != null) {
            details.put("reason", end.reason());
        }
        OperationStatus status =
                switch (end.status()) {
                    case OK -> OperationStatus.OK;
                    case CANCELLED -> OperationStatus.CANCELLED;
                    default -> OperationStatus.FAILED;
                };
        finish(operation, status, details);
    }

    private Future<RollingProgress> cancelRolling(CancelRolling question) {
        if (rolling == null || !rolling.cancel()) {
            throw Problem.conflict("not_running", "no rolling restart is under way")
                    .asException();
        }
        LOG.info("{} cancels the rolling restart", question.actor());
        return Future.succeededFuture(rolling.progress());
    }

    private void tell(RollingProgress progress) {
        rollingProgress = progress;
        publish();
    }

    private void publish() {
        bus.publish(ControlTopics.STATE, state());
    }

    private ControlState state() {
        return control.state(underWay.all(), rollingProgress);
    }

    private Future<LogTail> tail(TailLog question) {
        NodeProcesses servers = control.of(question.node());
        if (question.lines() < 1 || question.lines() > MOST_LINES) {
            throw Problem.invalid("tail", question.lines(), "a whole number from 1 to " + MOST_LINES)
                    .asException();
        }
        if (readers == MOST_READERS) {
            throw Problem.unavailable("busy", MOST_READERS + " logs are being read already; try again")
                    .asException();
        }
        readers++;
        return logs.executeBlocking(() -> servers.tail(question.node(), question.lines()), false)
                .onComplete(any -> readers--)
                .map(lines -> new LogTail(question.node(), lines));
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
