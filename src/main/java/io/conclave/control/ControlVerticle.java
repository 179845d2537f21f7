package io.conclave.control;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.audit.Action;
import io.conclave.audit.Operation;
import io.conclave.audit.OperationLog;
import io.conclave.audit.OperationStatus;
import io.conclave.bus.Bus;
import io.conclave.bus.Json;
import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts, stops and halts servers beside the event loop, one action a node at a time, each written down before it is
 * begun. The worker's queue is bounded by that: no more actions than nodes, and a few readers of logs.
 */
public final class ControlVerticle extends VerticleBase {

    private static final Logger LOG = LoggerFactory.getLogger(ControlVerticle.class);

    private static final int MOST_LINES = 5000;
    private static final int MOST_READERS = 8;
    private static final long WARN_AFTER_SECONDS = 40;

    private final Bus bus;
    private final OperationLog operations;
    private final Optional<NodeProcesses> processes;
    private final ActionsUnderWay underWay;
    private WorkerExecutor worker;
    private int readers;

    /**
     * @param processes the servers, or empty where none may be acted on: every request is then answered with 403
     * @param nanoTime the time by which durations are measured, such as {@link System#nanoTime()}
     */
    public ControlVerticle(Bus bus, OperationLog operations, Optional<NodeProcesses> processes, LongSupplier nanoTime) {
        this.bus = bus;
        this.operations = operations;
        this.processes = processes;
        this.underWay = new ActionsUnderWay(nanoTime);
    }

    @Override
    public Future<?> start() {
        int actions = processes.map(known -> known.nodes().size()).orElse(1);
        worker =
                vertx.createSharedWorkerExecutor("conclave-control", actions + 1, WARN_AFTER_SECONDS, TimeUnit.SECONDS);
        bus.serve(ControlTopics.ACT, this::act);
        bus.serve(ControlTopics.LOG, this::tail);
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        return worker.close();
    }

    private Future<ControlResult> act(ControlNode question) {
        NodeProcesses servers = servers(question.node());
        Step step = step(question.action());
        return underWay.begin(question).map(busy -> refuse(question, busy)).orElseGet(() -> operations
                .begin(question.action(), question.actor(), question.node(), Json.object())
                .onFailure(unwritten -> underWay.end(question))
                .compose(operation -> carryOut(question, operation, step, servers)));
    }

    private Future<ControlResult> carryOut(
            ControlNode question, Operation operation, Step step, NodeProcesses servers) {
        return worker.executeBlocking(() -> step.on(servers, question.node()), false)
                .transform(outcome -> {
                    long tookMs = underWay.end(question);
                    if (outcome.failed()) {
                        return failed(operation, outcome.cause());
                    }
                    var details = Json.object().put("changed", outcome.result()).put("durationMs", tookMs);
                    return finish(operation, OperationStatus.OK, details)
                            .map(new ControlResult(question.node(), question.action(), operation.id(), tookMs));
                });
    }

    private Future<ControlResult> refuse(ControlNode question, Problem why) {
        return operations
                .begin(question.action(), question.actor(), question.node(), Json.object())
                .compose(operation -> failed(operation, why.asException()));
    }

    private Future<ControlResult> failed(Operation operation, Throwable cause) {
        Problem problem = ProblemException.of(cause);
        OperationStatus status = problem.status() == 409 ? OperationStatus.REFUSED : OperationStatus.FAILED;
        var details = Json.object().put("code", problem.code()).put("reason", problem.detail());
        return finish(operation, status, details).compose(ignored -> Future.failedFuture(cause));
    }

    /** What was done is done, whether or not its end could be written down: the answer says so all the same. */
    private Future<?> finish(Operation operation, OperationStatus status, JsonNode details) {
        return operations.finish(operation, status, details).mapEmpty().otherwise(unwritten -> {
            LOG.error("operation {} ended {} but stays open in the audit", operation.id(), status, unwritten);
            return null;
        });
    }

    private Future<LogTail> tail(TailLog question) {
        NodeProcesses servers = servers(question.node());
        if (question.lines() < 1 || question.lines() > MOST_LINES) {
            throw Problem.invalid("tail", question.lines(), "a whole number from 1 to " + MOST_LINES)
                    .asException();
        }
        if (readers == MOST_READERS) {
            throw Problem.unavailable("busy", MOST_READERS + " logs are being read already; try again")
                    .asException();
        }
        readers++;
        return worker.executeBlocking(() -> servers.tail(question.node(), question.lines()), false)
                .onComplete(any -> readers--)
                .map(lines -> new LogTail(question.node(), lines));
    }

    private NodeProcesses servers(String node) {
        NodeProcesses servers = processes.orElseThrow(() -> new Problem(
                        403,
                        "control_disabled",
                        "this controller may not act on servers or read their logs: NODE_CONTROL is none",
                        null,
                        null,
                        null)
                .asException());
        if (!servers.nodes().contains(node)) {
            throw Problem.notFound("node", node, String.join(", ", servers.nodes()))
                    .asException();
        }
        return servers;
    }

    private static Step step(Action action) {
        return switch (action) {
            case NODE_START -> NodeProcesses::start;
            case NODE_STOP -> NodeProcesses::stop;
            case NODE_KILL -> NodeProcesses::kill;
            case NODE_PAUSE -> NodeProcesses::pause;
            case NODE_RESUME -> NodeProcesses::resume;
            case NODE_RESTART -> (servers, node) -> servers.stop(node) | servers.start(node);
            default ->
                throw Problem.invalid(
                                "action",
                                action.code(),
                                "one of node_start, node_stop, node_restart, node_kill, node_pause, node_resume")
                        .asException();
        };
    }

    /** One action on one server; true where it changed anything. */
    @FunctionalInterface
    private interface Step {
        boolean on(NodeProcesses servers, String node);
    }
}
