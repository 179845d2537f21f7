package io.conclave.web.command;

import io.conclave.audit.Action;
import io.conclave.audit.AuditTopics;
import io.conclave.audit.GetOperation;
import io.conclave.audit.ListOperations;
import io.conclave.audit.OperationDetail;
import io.conclave.audit.OperationPage;
import io.conclave.bus.Request;
import io.conclave.control.ActionVerdict;
import io.conclave.control.AskVerdict;
import io.conclave.control.CancelRolling;
import io.conclave.control.ControlNode;
import io.conclave.control.ControlResult;
import io.conclave.control.ControlTopics;
import io.conclave.control.RollingProgress;
import io.conclave.control.StartRolling;
import io.conclave.ensemble.DrainNode;
import io.conclave.ensemble.EnsembleTopics;
import io.conclave.ensemble.NodeStatus;
import io.conclave.ensemble.UndrainNode;
import io.conclave.figures.AskFigures;
import io.conclave.figures.FigureTopics;
import io.conclave.figures.Figures;
import io.conclave.files.DeleteFile;
import io.conclave.files.FileTopics;
import io.conclave.files.StoredFile;
import io.conclave.kv.show.AddGroup;
import io.conclave.kv.show.AskProspect;
import io.conclave.kv.show.ChangeVirtualNodes;
import io.conclave.kv.show.ControlProcess;
import io.conclave.kv.show.DeleteKey;
import io.conclave.kv.show.GetKey;
import io.conclave.kv.show.KeyAnswer;
import io.conclave.kv.show.ProcessResult;
import io.conclave.kv.show.Prospect;
import io.conclave.kv.show.PutKey;
import io.conclave.kv.show.RemoveGroup;
import io.conclave.kv.show.RingWork;
import io.conclave.kv.show.ShownChecker;
import io.conclave.kv.show.StoreTopics;
import io.conclave.kv.show.SwitchChecker;
import io.conclave.scheduler.ChangeScheduler;
import io.conclave.scheduler.Plan;
import io.conclave.scheduler.RoundResult;
import io.conclave.scheduler.RunScheduler;
import io.conclave.scheduler.SchedulerState;
import io.conclave.scheduler.SchedulerTopics;
import io.conclave.scheduler.WhatIf;
import io.conclave.workload.AdvanceTask;
import io.conclave.workload.BulkGenerate;
import io.conclave.workload.ChangeWorkload;
import io.conclave.workload.CreateTask;
import io.conclave.workload.Generated;
import io.conclave.workload.ListTasks;
import io.conclave.workload.Stress;
import io.conclave.workload.Task;
import io.conclave.workload.TaskPage;
import io.conclave.workload.Tick;
import io.conclave.workload.TickResult;
import io.conclave.workload.WorkloadState;
import io.conclave.workload.WorkloadTopics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Every command there is. */
public final class Commands {

    /** What the address of a command on the bridge begins with. */
    public static final String ADDRESS_PREFIX = "conclave.command.";

    /** {@code {node, reason?}}: takes a node out of the placement of files. */
    public static final Command<DrainNode, NodeStatus> DRAIN = audited("drain", EnsembleTopics.DRAIN);

    /** {@code {node}}: puts it back. */
    public static final Command<UndrainNode, NodeStatus> UNDRAIN = audited("undrain", EnsembleTopics.UNDRAIN);

    /** {@code {node, action}}: what an action would mean for the quorum. */
    public static final Command<AskVerdict, ActionVerdict> VERDICT =
            new Command<>("verdict", ControlTopics.VERDICT, Map.of(), false);

    /** {@code {reason?}}: restarts every server, one after another. */
    public static final Command<StartRolling, RollingProgress> ROLLING_RESTART =
            audited("rolling-restart", ControlTopics.START_ROLLING);

    /** {@code {}}: ends the rolling restart after the server under way. */
    public static final Command<CancelRolling, RollingProgress> CANCEL_ROLLING_RESTART =
            audited("cancel-rolling-restart", ControlTopics.CANCEL_ROLLING);

    /** {@code {node, force?, reason?}}: starts a server. */
    public static final Command<ControlNode, ControlResult> START_NODE = control("start-node", Action.NODE_START);

    /** {@code {node, force?, reason?}}: stops a server. */
    public static final Command<ControlNode, ControlResult> STOP_NODE = control("stop-node", Action.NODE_STOP);

    /** {@code {node, force?, reason?}}: stops a server and starts it again. */
    public static final Command<ControlNode, ControlResult> RESTART_NODE = control("restart-node", Action.NODE_RESTART);

    /** {@code {node, force?, reason?}}: ends a server at once, as {@code kill -9} does. */
    public static final Command<ControlNode, ControlResult> KILL_NODE = control("kill-node", Action.NODE_KILL);

    /** {@code {node, force?, reason?}}: makes a server hang until it is resumed. */
    public static final Command<ControlNode, ControlResult> PAUSE_NODE = control("pause-node", Action.NODE_PAUSE);

    /** {@code {node, force?, reason?}}: lets a paused server go on. */
    public static final Command<ControlNode, ControlResult> RESUME_NODE = control("resume-node", Action.NODE_RESUME);

    /** {@code {planId?}}: runs one round, or exactly the plan that was approved. */
    public static final Command<RunScheduler, RoundResult> RUN_SCHEDULER =
            audited("run-scheduler", SchedulerTopics.RUN);

    /** {@code {interval?, threshold?, batch?, strategy?, enabled?}}: changes the scheduler's settings. */
    public static final Command<ChangeScheduler, SchedulerState> CHANGE_SCHEDULER =
            audited("change-scheduler", SchedulerTopics.CHANGE);

    /** {@code {threshold?, batch?, strategy?, drained?}}: plans with other settings and moves nothing. */
    public static final Command<WhatIf, Plan> WHAT_IF =
            new Command<>("what-if", SchedulerTopics.WHAT_IF, Map.of(), false);

    /** {@code {count, size_bytes?, strategy?, node?, trigger_scheduler?}}: makes many files. */
    public static final Command<BulkGenerate, Generated> BULK_GENERATE = audited("bulk-generate", WorkloadTopics.BULK);

    /** {@code {node, files?, trigger_scheduler?}}: puts many files on one node. */
    public static final Command<Stress, Generated> STRESS = audited("stress", WorkloadTopics.STRESS);

    /** {@code {}}: runs one tick of demo traffic. */
    public static final Command<Tick, TickResult> TICK = audited("tick", WorkloadTopics.TICK);

    /** {@code {enabled?, interval?, maxFiles?, maxTasks?, extraClients?}}: changes the demo traffic. */
    public static final Command<ChangeWorkload, WorkloadState> CHANGE_WORKLOAD =
            audited("change-workload", WorkloadTopics.CHANGE);

    /** {@code {payload?}}: queues a task. */
    public static final Command<CreateTask, Task> CREATE_TASK = audited("create-task", WorkloadTopics.CREATE_TASK);

    /** {@code {id}}: takes a task one step further. */
    public static final Command<AdvanceTask, Task> ADVANCE_TASK = audited("advance-task", WorkloadTopics.ADVANCE_TASK);

    /** {@code {limit?, status?, before?}}: a page of tasks. */
    public static final Command<ListTasks, TaskPage> LIST_TASKS =
            new Command<>("list-tasks", WorkloadTopics.LIST_TASKS, Map.of(), false);

    /** {@code {fileId}}: deletes a file. */
    public static final Command<DeleteFile, StoredFile> DELETE_FILE = audited("delete-file", FileTopics.DELETE);

    /** {@code {limit?, before?, action?, node?, status?, actor?, from?, to?}}: a page of the audit trail. */
    public static final Command<ListOperations, OperationPage> LIST_OPERATIONS =
            new Command<>("list-operations", AuditTopics.LIST, Map.of(), false);

    /** {@code {id}}: one operation with what changed. */
    public static final Command<GetOperation, OperationDetail> GET_OPERATION =
            new Command<>("get-operation", AuditTopics.GET, Map.of(), false);

    /** {@code {minutes?, node?}}: the last minutes of the servers' figures. */
    public static final Command<AskFigures, Figures> FIGURES =
            new Command<>("figures", FigureTopics.HISTORY, Map.of(), false);

    /** {@code {process}}: starts a process of the key-value store. */
    public static final Command<ControlProcess, ProcessResult> START_KV = process("start-kv", Action.NODE_START);

    /** {@code {process}}: ends one in order. */
    public static final Command<ControlProcess, ProcessResult> STOP_KV = process("stop-kv", Action.NODE_STOP);

    /** {@code {process}}: ends one in order and starts it again. */
    public static final Command<ControlProcess, ProcessResult> RESTART_KV = process("restart-kv", Action.NODE_RESTART);

    /** {@code {process}}: ends one at once, as {@code kill -9} does. */
    public static final Command<ControlProcess, ProcessResult> KILL_KV = process("kill-kv", Action.NODE_KILL);

    /** {@code {process}}: makes one hang until it is resumed. */
    public static final Command<ControlProcess, ProcessResult> PAUSE_KV = process("pause-kv", Action.NODE_PAUSE);

    /** {@code {process}}: lets a paused one go on. */
    public static final Command<ControlProcess, ProcessResult> RESUME_KV = process("resume-kv", Action.NODE_RESUME);

    /** {@code {process, action}}: what an action would come to for the store. */
    public static final Command<AskProspect, Prospect> KV_PROSPECT =
            new Command<>("kv-prospect", StoreTopics.PROSPECT, Map.of(), false);

    /** {@code {}}: adds the next group to the ring. */
    public static final Command<AddGroup, RingWork> ADD_KV_GROUP = audited("add-kv-group", StoreTopics.ADD_GROUP);

    /** {@code {group}}: takes a group out of the ring. */
    public static final Command<RemoveGroup, RingWork> REMOVE_KV_GROUP =
            audited("remove-kv-group", StoreTopics.REMOVE_GROUP);

    /** {@code {virtualNodes}}: gives each group another number of points on the ring. */
    public static final Command<ChangeVirtualNodes, RingWork> CHANGE_KV_RING =
            audited("change-kv-ring", StoreTopics.VIRTUAL_NODES);

    /** {@code {enabled}}: turns the checker on or off. */
    public static final Command<SwitchChecker, ShownChecker> SWITCH_KV_CHECKER =
            audited("switch-kv-checker", StoreTopics.CHECKER);

    /** {@code {key}}: reads a key. */
    public static final Command<GetKey, KeyAnswer> KV_GET = new Command<>("kv-get", StoreTopics.GET, Map.of(), false);

    /** {@code {key, value, ifVersion?}}: writes a key. */
    public static final Command<PutKey, KeyAnswer> KV_PUT = audited("kv-put", StoreTopics.PUT);

    /** {@code {key}}: deletes a key. */
    public static final Command<DeleteKey, KeyAnswer> KV_DELETE = audited("kv-delete", StoreTopics.DELETE);

    private static final Map<String, Command<?, ?>> BY_VERB = List.of(
                    DRAIN,
                    UNDRAIN,
                    START_NODE,
                    STOP_NODE,
                    RESTART_NODE,
                    KILL_NODE,
                    PAUSE_NODE,
                    RESUME_NODE,
                    VERDICT,
                    ROLLING_RESTART,
                    CANCEL_ROLLING_RESTART,
                    RUN_SCHEDULER,
                    CHANGE_SCHEDULER,
                    WHAT_IF,
                    BULK_GENERATE,
                    STRESS,
                    TICK,
                    CHANGE_WORKLOAD,
                    CREATE_TASK,
                    ADVANCE_TASK,
                    LIST_TASKS,
                    DELETE_FILE,
                    LIST_OPERATIONS,
                    GET_OPERATION,
                    FIGURES,
                    START_KV,
                    STOP_KV,
                    RESTART_KV,
                    KILL_KV,
                    PAUSE_KV,
                    RESUME_KV,
                    KV_PROSPECT,
                    ADD_KV_GROUP,
                    REMOVE_KV_GROUP,
                    CHANGE_KV_RING,
                    SWITCH_KV_CHECKER,
                    KV_GET,
                    KV_PUT,
                    KV_DELETE)
            .stream()
            .collect(Collectors.toUnmodifiableMap(Command::verb, Function.identity()));

    private Commands() {}

    /** The command of this address on the bridge. */
    public static Optional<Command<?, ?>> at(String address) {
        return address.startsWith(ADDRESS_PREFIX)
                ? Optional.ofNullable(BY_VERB.get(address.substring(ADDRESS_PREFIX.length())))
                : Optional.empty();
    }

    /** The names of all. */
    public static Set<String> verbs() {
        return BY_VERB.keySet();
    }

    private static <Q, A> Command<Q, A> audited(String verb, Request<Q, A> request) {
        return new Command<>(verb, request, Map.of(), true);
    }

    private static Command<ControlNode, ControlResult> control(String verb, Action action) {
        return new Command<>(verb, ControlTopics.ACT, Map.of("action", action.code()), true);
    }

    private static Command<ControlProcess, ProcessResult> process(String verb, Action action) {
        return new Command<>(verb, StoreTopics.ACT, Map.of("action", action.code()), true);
    }
}
