package io.conclave.web;

import io.conclave.audit.Action;
import io.conclave.audit.AuditTopics;
import io.conclave.audit.ListOperations;
import io.conclave.audit.OperationPage;
import io.conclave.bus.Bus;
import io.conclave.bus.Json;
import io.conclave.bus.Problem;
import io.conclave.bus.Request;
import io.conclave.bus.Sentence;
import io.conclave.control.ControlResult;
import io.conclave.control.ControlTopics;
import io.conclave.control.LogTail;
import io.conclave.controllers.ControllersState;
import io.conclave.controllers.ControllersTopics;
import io.conclave.ensemble.EnsembleTopics;
import io.conclave.figures.FigureTopics;
import io.conclave.files.FilePage;
import io.conclave.files.FileTopics;
import io.conclave.files.FilesCreated;
import io.conclave.files.Placement;
import io.conclave.files.StorageState;
import io.conclave.kv.show.FailoverList;
import io.conclave.kv.show.ProcessResult;
import io.conclave.kv.show.Prospect;
import io.conclave.kv.show.ProspectReason;
import io.conclave.kv.show.StoreTopics;
import io.conclave.logs.LogContext;
import io.conclave.logs.LogTopics;
import io.conclave.registry.RegistryStatus;
import io.conclave.registry.RegistryTopics;
import io.conclave.scheduler.Decision;
import io.conclave.scheduler.DecisionOutcome;
import io.conclave.scheduler.DecisionPage;
import io.conclave.scheduler.Replay;
import io.conclave.scheduler.RoundResult;
import io.conclave.scheduler.SchedulerState;
import io.conclave.scheduler.SchedulerTopics;
import io.conclave.storage.NodeRoom;
import io.conclave.store.FileCount;
import io.conclave.workload.Generated;
import io.conclave.workload.TaskPage;
import io.conclave.workload.TickResult;
import io.conclave.workload.WorkloadState;
import io.conclave.workload.WorkloadTopics;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Answers every request that the edge can ask, and keeps what it was asked. */
final class FakeFeatures {

    static final String NOBODY = "nobody";

    final List<Object> asked = new CopyOnWriteArrayList<>();
    private final Bus bus;

    FakeFeatures(Bus bus) {
        this.bus = bus;
    }

    void start() {
        serve(EnsembleTopics.CURRENT, asked -> Samples.ENSEMBLE);
        serve(FigureTopics.HISTORY, asked -> Samples.FIGURES);
        serve(EnsembleTopics.DRAIN, asked -> Samples.node(known(asked.node())));
        serve(EnsembleTopics.UNDRAIN, asked -> Samples.node(known(asked.node())));
        serve(ControlTopics.ACT, asked -> new ControlResult(known(asked.node()), asked.action(), 17, 250));
        serve(ControlTopics.VERDICT, asked -> Samples.verdict(known(asked.node())));
        serve(ControlTopics.CURRENT, asked -> Samples.CONTROL);
        serve(ControlTopics.START_ROLLING, asked -> Samples.ROLLING);
        serve(ControlTopics.CANCEL_ROLLING, asked -> Samples.ROLLING);
        serve(ControlTopics.LOG, asked -> new LogTail(known(asked.node()), List.of("one line", "two lines")));
        serve(AuditTopics.LIST, asked -> operations(asked));
        serve(AuditTopics.GET, asked -> Samples.DETAIL);
        serve(LogTopics.SEARCH, asked -> Samples.LOG_PAGE);
        serve(LogTopics.CONTEXT, asked -> new LogContext(List.of(Samples.LOG_HIT), 0));
        startFiles();
        startScheduler();
        startWorkload();
        startStore();
        startControllers();
        bus.publish(EnsembleTopics.STATE, Samples.ENSEMBLE);
        bus.publish(SchedulerTopics.COUNTS, Samples.COUNTS);
        bus.publish(SchedulerTopics.PLAN, Samples.PLAN);
        bus.publish(SchedulerTopics.CHANGED, new SchedulerState(15, 5, "auto", "file-count", true));
        bus.publish(WorkloadTopics.TASK_COUNTS, Samples.TASK_COUNTS);
        bus.publish(RegistryTopics.STATUS, new RegistryStatus(true, 17, 2, Samples.AT, "NoAuth"));
    }

    private void startFiles() {
        serve(FileTopics.LIST, asked -> new FilePage(List.of(Samples.FILE), "next", new FileCount(1, true)));
        serve(FileTopics.GET, asked -> Samples.FILE);
        serve(FileTopics.DELETE, asked -> Samples.FILE);
        serve(FileTopics.ROOM, asked -> new StorageState(Map.of("zk1", new NodeRoom(1L << 30, true, null))));
    }

    private void startScheduler() {
        var decision = new Decision(
                "plan-1",
                Samples.AT,
                "hash",
                Json.object().put("files", 5),
                Json.tree(Samples.PLAN),
                new DecisionOutcome(1, 0, 0));
        var settings = new SchedulerState(15, 5, "auto", "file-count", true);
        serve(SchedulerTopics.DIAGNOSTICS, asked -> Samples.PLAN);
        serve(SchedulerTopics.RUN, asked -> round());
        serve(SchedulerTopics.SETTINGS, asked -> settings);
        serve(SchedulerTopics.CHANGE, asked -> settings);
        serve(SchedulerTopics.WHAT_IF, asked -> Samples.PLAN);
        serve(SchedulerTopics.DECISIONS, asked -> new DecisionPage(List.of(decision), 3L));
        serve(SchedulerTopics.REPLAY, asked -> new Replay(decision, Samples.PLAN, true));
    }

    private void startControllers() {
        serve(ControllersTopics.STEP_DOWN, asked -> ControllersState.alone(bus.self()));
        serve(ControllersTopics.ADOPT, asked -> ControllersState.alone(bus.self()));
    }

    private void startStore() {
        serve(StoreTopics.CURRENT, asked -> Samples.STORE);
        serve(StoreTopics.CURRENT_RING, asked -> Samples.RING);
        serve(StoreTopics.LIST_FAILOVERS, asked -> new FailoverList(List.of(Samples.FAILOVER)));
        serve(StoreTopics.ACT, asked -> new ProcessResult("kv/g1/1", asked.action(), 17, 12));
        serve(
                StoreTopics.PROSPECT,
                asked -> new Prospect(
                        "kv/g1/1", Action.NODE_KILL, ProspectReason.LAST_IN_SYNC, false, "it is the last", "最后一个"));
        serve(StoreTopics.ADD_GROUP, asked -> Samples.RING_WORK);
        serve(StoreTopics.REMOVE_GROUP, asked -> Samples.RING_WORK);
        serve(StoreTopics.VIRTUAL_NODES, asked -> Samples.RING_WORK);
        serve(StoreTopics.CHECKER, asked -> Samples.CHECKER);
        serve(StoreTopics.GET, asked -> Samples.KEY);
        serve(StoreTopics.PUT, asked -> Samples.KEY);
        serve(StoreTopics.DELETE, asked -> Samples.KEY);
    }

    private static RoundResult round() {
        return new RoundResult(true, Samples.PLAN, Samples.PLAN, 1, List.of("gone.txt: it was deleted"));
    }

    private void startWorkload() {
        var created = new FilesCreated(
                1,
                Map.of("zk1", 1),
                List.of(Samples.FILE.id()),
                new Placement(List.of("zk1"), "target_least_loaded", new Sentence("because", "因为"), List.of()),
                Problem.unavailable("no_room", "the disk is full"));
        var workload = new WorkloadState(true, 20, 18, 50, 2, 2, 40, Samples.AT, null);
        serve(WorkloadTopics.BULK, asked -> new Generated(created, round()));
        serve(WorkloadTopics.STRESS, asked -> new Generated(created, null));
        serve(WorkloadTopics.TICK, asked -> new TickResult(1, 0, 1, 2, 1, null));
        serve(WorkloadTopics.CURRENT, asked -> workload);
        serve(WorkloadTopics.CHANGE, asked -> workload);
        serve(
                WorkloadTopics.LIST_TASKS,
                asked -> new TaskPage(List.of(Samples.TASK), Samples.TASK_COUNTS.byStatus(), null));
        serve(WorkloadTopics.CREATE_TASK, asked -> Samples.TASK);
        serve(WorkloadTopics.ADVANCE_TASK, asked -> Samples.TASK);
    }

    /** Two pages; who asks for what {@link #NOBODY} did gets the first and no second. */
    private static OperationPage operations(ListOperations asked) {
        if (asked.before() == null) {
            return new OperationPage(List.of(Samples.OPERATION), 9L);
        }
        if (NOBODY.equals(asked.actor())) {
            throw Problem.unavailable("overloaded", "not now").asException();
        }
        return new OperationPage(List.of(Samples.EARLIER), null);
    }

    private static String known(String node) {
        if (node == null || !node.matches("zk[123]")) {
            throw Problem.notFound("node", node, "zk1, zk2, zk3").asException();
        }
        return node;
    }

    private <Q, A> void serve(Request<Q, A> request, Function<Q, A> answer) {
        bus.serve(request, question -> {
            asked.add(question);
            return Future.succeededFuture(answer.apply(question));
        });
    }
}
