package io.conclave.web.state;

import io.conclave.bus.Bus;
import io.conclave.ensemble.EnsembleState;
import io.conclave.ensemble.EnsembleTopics;
import io.conclave.registry.RegistryStatus;
import io.conclave.registry.RegistryTopics;
import io.conclave.scheduler.Counts;
import io.conclave.scheduler.Plan;
import io.conclave.scheduler.SchedulerState;
import io.conclave.scheduler.SchedulerTopics;
import io.conclave.workload.TaskCounts;
import io.conclave.workload.WorkloadTopics;

/** The newest of each state that was published; read from any thread. What nobody has published yet is null. */
public final class LatestState {

    private volatile EnsembleState ensemble;
    private volatile Counts counts;
    private volatile Plan plan;
    private volatile SchedulerState scheduler;
    private volatile TaskCounts tasks;
    private volatile RegistryStatus registry;

    /** Begins to listen. */
    public void start(Bus bus) {
        bus.subscribe(EnsembleTopics.STATE, message -> ensemble = message.body());
        bus.subscribe(SchedulerTopics.COUNTS, message -> counts = message.body());
        bus.subscribe(SchedulerTopics.PLAN, message -> plan = message.body());
        bus.subscribe(SchedulerTopics.CHANGED, message -> scheduler = message.body());
        bus.subscribe(WorkloadTopics.TASK_COUNTS, message -> tasks = message.body());
        bus.subscribe(RegistryTopics.STATUS, message -> registry = message.body());
    }

    /** Forgets it all, since it is kept new by nobody any more. */
    public void clear() {
        ensemble = null;
        counts = null;
        plan = null;
        scheduler = null;
        tasks = null;
        registry = null;
    }

    /** The nodes, or null. */
    public EnsembleState ensemble() {
        return ensemble;
    }

    /** Files and bytes per node, or null. */
    public Counts counts() {
        return counts;
    }

    /** What the scheduler would do, or null. */
    public Plan plan() {
        return plan;
    }

    /** The scheduler's settings, or null. */
    public SchedulerState scheduler() {
        return scheduler;
    }

    /** How the znodes keep up with the files, or null. */
    public RegistryStatus registry() {
        return registry;
    }

    /** Demo tasks by status, or null. */
    public TaskCounts tasks() {
        return tasks;
    }
}
