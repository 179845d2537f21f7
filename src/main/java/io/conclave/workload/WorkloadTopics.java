package io.conclave.workload;

import io.conclave.bus.Request;
import io.conclave.bus.Topic;
import java.time.Duration;

/** What the demo traffic publishes and answers. */
public final class WorkloadTopics {

    /** Each task when it is queued, when it goes a step further and when it is done. */
    public static final Topic<Task> TASKS = Topic.events("conclave.tasks", Task.class);

    /** How many tasks there are of each status, whenever that changes. */
    public static final Topic<TaskCounts> TASK_COUNTS = Topic.internal("workload.task-counts", TaskCounts.class);

    public static final Request<Tick, TickResult> TICK =
            Request.of("workload.tick", Tick.class, TickResult.class).within(Duration.ofSeconds(60));

    public static final Request<AskWorkload, WorkloadState> CURRENT =
            Request.of("workload.current", AskWorkload.class, WorkloadState.class);

    public static final Request<ChangeWorkload, WorkloadState> CHANGE =
            Request.of("workload.change", ChangeWorkload.class, WorkloadState.class);

    public static final Request<ListTasks, TaskPage> LIST_TASKS =
            Request.of("workload.list-tasks", ListTasks.class, TaskPage.class);

    public static final Request<CreateTask, Task> CREATE_TASK =
            Request.of("workload.create-task", CreateTask.class, Task.class);

    public static final Request<AdvanceTask, Task> ADVANCE_TASK =
            Request.of("workload.advance-task", AdvanceTask.class, Task.class);

    public static final Request<BulkGenerate, Generated> BULK =
            Request.of("workload.bulk", BulkGenerate.class, Generated.class).within(Duration.ofMinutes(15));

    public static final Request<Stress, Generated> STRESS =
            Request.of("workload.stress", Stress.class, Generated.class).within(Duration.ofMinutes(15));

    private WorkloadTopics() {}
}
