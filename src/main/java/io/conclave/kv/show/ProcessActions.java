package io.conclave.kv.show;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.conclave.audit.Action;
import io.conclave.audit.Operation;
import io.conclave.audit.OperationLog;
import io.conclave.audit.OperationStatus;
import io.conclave.bus.Json;
import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;

/**
 * Acts on the demo's processes beside the event loop, one action a process at a time, each written down with what it
 * would come to before it is begun. Belongs to one context but for its workers.
 */
final class ProcessActions {

    private static final Duration STOP_GRACE = Duration.ofSeconds(5);
    private static final Map<String, Action> VERBS = Map.of(
            "start", Action.NODE_START,
            "stop", Action.NODE_STOP,
            "restart", Action.NODE_RESTART,
            "kill", Action.NODE_KILL,
            "pause", Action.NODE_PAUSE,
            "resume", Action.NODE_RESUME);

    private final DemoStore store;
    private final WorkerExecutor workers;
    private final OperationLog operations;
    private final BiFunction<String, Action, Prospect> prospects;
    private final BiConsumer<String, Action> acting;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Map<String, ShownStore.Busy> busy = new TreeMap<>();

    /**
     * @param prospects what an action would come to
     * @param acting told on the calling context at the moment at which an action is begun
     */
    ProcessActions(
            DemoStore store,
            WorkerExecutor workers,
            OperationLog operations,
            BiFunction<String, Action, Prospect> prospects,
            BiConsumer<String, Action> acting,
            Clock clock,
            LongSupplier nanoTime) {
        this.store = store;
        this.workers = workers;
        this.operations = operations;
        this.prospects = prospects;
        this.acting = acting;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /** The action of a verb such as {@code kill}. */
    static Action action(String verb) {
        Action action = VERBS.get(verb == null ? "" : verb);
        if (action == null) {
            throw Problem.invalid("action", verb, "one of start, stop, restart, kill, pause, resume")
                    .asException();
        }
        return action;
    }

    /** Who is being acted on. */
    List<ShownStore.Busy> busy() {
        return List.copyOf(busy.values());
    }

    /** Carries an action out and writes it down. */
    Future<ProcessResult> act(ControlProcess order) {
        String process = order.process();
        Prospect prospect = prospects.apply(process, order.action());
        ShownStore.Busy other = busy.get(process);
        if (other != null) {
            throw Problem.conflict(
                            "busy", other.action().code() + " of " + process + " is under way since " + other.since())
                    .asException();
        }
        busy.put(process, new ShownStore.Busy(process, order.action(), clock.instant()));
        ObjectNode details = Json.object();
        details.set("prospect", Json.tree(prospect));
        return operations
                .begin(order.action(), order.actor(), process, details)
                .compose(operation -> carryOut(order, operation))
                .onComplete(done -> busy.remove(process));
    }

    private Future<ProcessResult> carryOut(ControlProcess order, Operation operation) {
        long begun = nanoTime.getAsLong();
        acting.accept(order.process(), order.action());
        return workers.executeBlocking(() -> step(order), false).transform(done -> {
            long tookMs = (nanoTime.getAsLong() - begun) / 1_000_000;
            ObjectNode end = Json.object();
            if (done.failed()) {
                Problem problem = ProblemException.of(done.cause());
                end.put("code", problem.code()).put("reason", problem.detail());
                OperationStatus status = problem.status() == 409 ? OperationStatus.REFUSED : OperationStatus.FAILED;
                return operations
                        .finish(operation, status, end)
                        .transform(written -> Future.failedFuture(done.cause()));
            }
            end.put("changed", done.result()).put("durationMs", tookMs);
            return operations
                    .finish(operation, OperationStatus.OK, end)
                    .map(new ProcessResult(order.process(), order.action(), operation.id(), tookMs));
        });
    }

    private boolean step(ControlProcess order) {
        String id = order.process();
        return switch (order.action()) {
            case NODE_START -> store.start(id);
            case NODE_STOP -> store.stop(id, STOP_GRACE);
            case NODE_KILL -> store.kill(id);
            case NODE_PAUSE -> store.pause(id);
            case NODE_RESUME -> store.resume(id);
            case NODE_RESTART -> {
                store.stop(id, STOP_GRACE);
                yield store.start(id);
            }
            default ->
                throw Problem.invalid("action", order.action().code(), "one of the node_ actions")
                        .asException();
        };
    }
}
