package io.conclave.web.metrics;

import io.conclave.ensemble.EnsembleState;
import io.conclave.ensemble.NodeStatus;
import io.conclave.scheduler.Counts;
import io.conclave.scheduler.Plan;
import io.conclave.web.state.LatestState;
import io.conclave.workload.TaskCounts;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.function.Function;

/**
 * The figures that are read off the newest state. A figure that nobody knows has no sample: it is not zero. It stands
 * beside Micrometer, since that keeps a gauge for ever once there was one.
 */
final class StateCollector implements MultiCollector {

    private final LatestState latest;
    private volatile int viewers;

    StateCollector(LatestState latest) {
        this.latest = latest;
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
        addTasks(families, latest.tasks());
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
