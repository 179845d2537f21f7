package io.conclave.web.metrics;

import io.conclave.bus.Bus;
import io.conclave.controllers.ControllerRole;
import io.conclave.controllers.ControllersState;
import io.conclave.ensemble.EnsembleState;
import io.conclave.ensemble.NodeStatus;
import io.conclave.ensemble.Quorum;
import io.conclave.registry.RegistryStatus;
import io.conclave.scheduler.Counts;
import io.conclave.scheduler.Plan;
import io.conclave.scheduler.SchedulerState;
import io.conclave.scheduler.SchedulerTopics;
import io.conclave.web.state.LatestState;
import io.conclave.web.state.Leadership;
import io.conclave.workload.TaskCounts;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Instant;
import java.util.function.Function;

/**
 * The figures that are read off the newest state. A figure that nobody knows has no sample: it is not zero. It stands
 * beside Micrometer, since that keeps a gauge for ever once there was one.
 */
final class StateCollector implements MultiCollector {

    private final LatestState latest;
    private final Leadership leadership;
    private volatile int viewers;
    private volatile Instant lastProgress;

    StateCollector(LatestState latest, Leadership leadership) {
        this.latest = latest;
        this.leadership = leadership;
    }

    /** Begins to listen. */
    void start(Bus bus) {
        bus.subscribe(SchedulerTopics.MOVES, message -> lastProgress = message.at());
        bus.subscribe(SchedulerTopics.ROUNDS, message -> {
            if (message.body().end().isGood()) {
                lastProgress = message.at();
            }
        });
    }

    /** Tells how many viewers are on the stream, which only their own thread can count. */
    void viewers(int now) {
        viewers = now;
    }

    @Override
    public MetricSnapshots collect() {
        Families families = new Families();
        addEnsemble(families, latest.ensemble());
        addCounts(families, latest.counts());
        addPlan(families, latest.plan());
        addScheduler(families, latest.scheduler(), lastProgress);
        addOutbox(families, latest.registry());
        addTasks(families, latest.tasks());
        addControllers(families, leadership.state());
        families.gauge("zk_demo_ws_clients", "Viewers on the stream", viewers);
        return families.snapshots();
    }

    private static void addEnsemble(Families families, EnsembleState state) {
        if (state == null) {
            return;
        }
        perNode(
                families,
                state,
                "zk_demo_node_up",
                "Whether it serves",
                node -> flag(node.role().serves()));
        perNode(families, state, "zk_demo_node_drained", "Whether it is drained", node -> flag(node.drained()));
        perNode(
                families,
                state,
                "zk_demo_avg_latency",
                "Average request latency in milliseconds",
                node -> node.latencyMs() == null ? null : node.latencyMs().avg());
        perNode(families, state, "zk_demo_connections", "Open client connections", NodeStatus::connections);
        perNode(families, state, "zk_demo_outstanding", "Requests not yet answered", NodeStatus::outstanding);
        perNode(
                families,
                state,
                "zk_demo_is_leader",
                "Whether it leads",
                node -> flag(node.id().equals(state.leader())));
        perNode(
                families,
                state,
                "zk_demo_node_drained_timestamp_seconds",
                "Since when it is drained, in seconds since 1970",
                node -> node.drainedAt() == null ? null : seconds(node.drainedAt()));
        addQuorum(families, state.quorum());
    }

    private static void addQuorum(Families families, Quorum quorum) {
        families.gauge("zk_demo_quorum_voters", "Servers that vote", quorum.voters());
        families.gauge("zk_demo_quorum_needed", "How many of them make a majority", quorum.needed());
        families.gauge("zk_demo_quorum_up", "How many of them serve", quorum.up());
        families.gauge("zk_demo_quorum_tolerates", "How many more of those may fail", quorum.tolerates());
        families.gauge("zk_demo_quorum_held", "Whether a leader has a majority behind it", flag(quorum.held()));
    }

    private static void addControllers(Families families, ControllersState state) {
        families.gauge(
                "conclave_controller_active",
                "Whether this controller acts",
                flag(state.role() == ControllerRole.ACTIVE));
        if (state.active() != null) {
            families.gauge(
                    "conclave_controller_epoch",
                    "Epoch of the controller that acts",
                    state.active().epoch());
        }
        families.gauge(
                "conclave_controllers",
                "Controllers that are there, as far as this one sees",
                state.several() ? state.members().size() : 1);
    }

    private static void perNode(
            Families families, EnsembleState state, String name, String help, Function<NodeStatus, Number> figure) {
        for (NodeStatus node : state.nodes()) {
            Number value = figure.apply(node);
            if (value != null) {
                families.gauge(name, help, value.doubleValue(), "node", node.id());
            }
        }
    }

    private static double seconds(Instant at) {
        return at.toEpochMilli() / 1000.0;
    }

    private static int flag(boolean set) {
        return set ? 1 : 0;
    }

    private static void addCounts(Families families, Counts counts) {
        if (counts != null) {
            counts.files()
                    .forEach((node, files) ->
                            families.gauge("zk_demo_files_per_node", "Files that it holds", files, "node", node));
            counts.bytes()
                    .forEach((node, bytes) ->
                            families.gauge("zk_demo_bytes_per_node", "Bytes that it holds", bytes, "node", node));
        }
    }

    private static void addPlan(Families families, Plan plan) {
        if (plan != null) {
            families.gauge("zk_demo_scheduler_delta", "Load of the source less that of the target", plan.delta());
            families.gauge("zk_demo_scheduler_threshold", "Delta from which a move is worth it", plan.threshold());
            families.gauge(
                    "zk_demo_scheduler_planned_moves",
                    "Files that a round would move now",
                    plan.moves().size());
        }
    }

    private static void addScheduler(Families families, SchedulerState settings, Instant lastProgress) {
        if (lastProgress != null) {
            families.gauge(
                    "zk_demo_scheduler_last_progress_timestamp_seconds",
                    "When a round last moved a file, ended well, or was left out, in seconds since 1970",
                    seconds(lastProgress));
        }
        if (settings != null) {
            families.gauge("zk_demo_scheduler_enabled", "Whether rounds run by themselves", flag(settings.enabled()));
            families.gauge("zk_demo_scheduler_interval_seconds", "Between two rounds", settings.interval());
        }
    }

    private static void addOutbox(Families families, RegistryStatus status) {
        if (status != null) {
            families.gauge("zk_demo_outbox_pending", "Znode writes not known to be applied", status.pending());
            families.gauge("zk_demo_outbox_parked", "Those of them that the ensemble refuses", status.parked());
        }
    }

    private static void addTasks(Families families, TaskCounts tasks) {
        if (tasks != null) {
            tasks.byStatus()
                    .forEach((status, count) ->
                            families.total("zk_demo_tasks_total", "Tasks of this status", count, "status", status));
        }
    }
}
