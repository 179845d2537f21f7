package io.conclave.control;

import io.conclave.audit.Action;
import io.conclave.audit.OperationLog;
import io.conclave.bus.Bus;
import io.conclave.bus.Problem;
import io.conclave.ensemble.AskEnsemble;
import io.conclave.ensemble.EnsembleState;
import io.conclave.ensemble.EnsembleTopics;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Answers what node control is asked, and tells what it does. The work is that of {@link NodeActions} and
 * {@link RollingRestarts}; logs are read here, by workers of their own, so that an engine that hangs keeps nobody
 * waiting but those who asked it.
 */
public final class ControlVerticle extends VerticleBase {

    private static final Map<String, Action> VERBS = Map.of(
            "start", Action.NODE_START,
            "stop", Action.NODE_STOP,
            "restart", Action.NODE_RESTART,
            "kill", Action.NODE_KILL,
            "pause", Action.NODE_PAUSE,
            "resume", Action.NODE_RESUME);
    private static final int MOST_LINES = 5000;
    private static final int MOST_READERS = 8;
    private static final Duration IN_SYNC_WITHIN = Duration.ofSeconds(2);
    private static final Duration LOG_LIMIT = Duration.ofSeconds(60);

    private final Bus bus;
    private final OperationLog operations;
    private final NodeControl control;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final ActionsUnderWay underWay;
    private final QuorumGuard guard = new QuorumGuard(IN_SYNC_WITHIN);
    private NodeActions actions;
    private RollingRestarts restarts;
    private WorkerExecutor logs;
    private LogFollows follows;
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
        actions = new NodeActions(vertx, control, guard, underWay, operations, this::look, this::publish, clock);
        restarts =
                new RollingRestarts(vertx, control, guard, operations, this::look, actions::act, this::publish, clock);
        logs = vertx.createSharedWorkerExecutor(
                "conclave-control-logs", MOST_READERS, LOG_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        control.processes().ifPresent(servers -> {
            follows = new LogFollows(servers, line -> bus.publish(ControlTopics.LOG_LINES, line), nanoTime);
            bus.subscribe(
                    ControlTopics.LOG_DEMAND,
                    demand -> follows.wanted(demand.body().wanted()));
        });
        bus.subscribe(EnsembleTopics.STATE, message -> guard.observe(message.body()));
        bus.serve(ControlTopics.ACT, actions::act);
        bus.serve(ControlTopics.VERDICT, this::verdict);
        bus.serve(ControlTopics.CURRENT, question -> Future.succeededFuture(state()));
        bus.serve(ControlTopics.START_ROLLING, restarts::start);
        bus.serve(ControlTopics.CANCEL_ROLLING, restarts::cancel);
        bus.serve(ControlTopics.LOG, this::tail);
        publish();
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        control.processes().ifPresent(servers -> {
            follows.close();
            servers.close();
        });
        return Future.join(actions.close(), logs.close());
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

    private void publish() {
        bus.publish(ControlTopics.STATE, state());
    }

    private ControlState state() {
        return control.state(underWay.all(), restarts.newest());
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
}
