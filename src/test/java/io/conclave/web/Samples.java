package io.conclave.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.audit.Action;
import io.conclave.audit.FigureDifference;
import io.conclave.audit.MeasureReason;
import io.conclave.audit.MeasureState;
import io.conclave.audit.Measured;
import io.conclave.audit.Operation;
import io.conclave.audit.OperationDetail;
import io.conclave.audit.OperationStatus;
import io.conclave.bus.Json;
import io.conclave.bus.Sentence;
import io.conclave.control.ActionVerdict;
import io.conclave.control.ControlState;
import io.conclave.control.GuardReason;
import io.conclave.control.RollingProgress;
import io.conclave.control.Standing;
import io.conclave.control.StandingReason;
import io.conclave.ensemble.EnsembleState;
import io.conclave.ensemble.FigureSource;
import io.conclave.ensemble.Health;
import io.conclave.ensemble.Latency;
import io.conclave.ensemble.MissingFigure;
import io.conclave.ensemble.NodeCondition;
import io.conclave.ensemble.NodeStatus;
import io.conclave.ensemble.Quorum;
import io.conclave.ensemble.ReadingIntervals;
import io.conclave.ensemble.Role;
import io.conclave.figures.FigureSeries;
import io.conclave.figures.Figures;
import io.conclave.files.HistoryEntry;
import io.conclave.files.StoredFile;
import io.conclave.kv.show.Failover;
import io.conclave.kv.show.GroupCondition;
import io.conclave.kv.show.KeyAnswer;
import io.conclave.kv.show.MemberRole;
import io.conclave.kv.show.ProcessState;
import io.conclave.kv.show.RingWork;
import io.conclave.kv.show.ShownChecker;
import io.conclave.kv.show.ShownGroup;
import io.conclave.kv.show.ShownMember;
import io.conclave.kv.show.ShownRates;
import io.conclave.kv.show.ShownRing;
import io.conclave.kv.show.ShownServer;
import io.conclave.kv.show.ShownStore;
import io.conclave.kv.show.StoreMode;
import io.conclave.kv.show.StoreReading;
import io.conclave.logs.DegradedReason;
import io.conclave.logs.FacetCount;
import io.conclave.logs.Facets;
import io.conclave.logs.Histogram;
import io.conclave.logs.LogHit;
import io.conclave.logs.LogLevel;
import io.conclave.logs.LogService;
import io.conclave.logs.SearchPage;
import io.conclave.logs.TextRange;
import io.conclave.scheduler.Candidate;
import io.conclave.scheduler.Counts;
import io.conclave.scheduler.FileVerdict;
import io.conclave.scheduler.FileVerdictCode;
import io.conclave.scheduler.NodeDrain;
import io.conclave.scheduler.NodeVerdict;
import io.conclave.scheduler.Plan;
import io.conclave.scheduler.PlanReason;
import io.conclave.scheduler.PlannedMove;
import io.conclave.scheduler.VerdictCode;
import io.conclave.workload.Task;
import io.conclave.workload.TaskCounts;
import io.conclave.workload.TaskStatus;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One of each record that the features answer with, as they are in a running product. */
final class Samples {

    static final Instant AT = Instant.parse("2026-01-02T03:04:05.678Z");

    private static final StoreReading READING = new StoreReading("Status of 127.0.0.1:7001", AT);

    static final RingWork RING_WORK =
            new RingWork(RingWork.Kind.ADD_GROUP, "g3", RingWork.Step.MOVING, 1, 2, AT, "not yet");

    static final ShownChecker CHECKER = new ShownChecker(
            true, 100, 99, 0, 1, 2, 3_100, AT, List.of(new ShownChecker.CheckedGroup("g1", 60, AT, 0)), List.of());

    static final ShownStore STORE = new ShownStore(
            StoreMode.DEMO,
            true,
            3_000L,
            4,
            List.of(new ShownServer("kv/s1", "127.0.0.1:7000", ProcessState.RUNNING, 1, true, true, READING)),
            List.of(new ShownGroup(
                    "g1",
                    GroupCondition.LAST_COPY,
                    "one copy",
                    "一份副本",
                    2,
                    "kv/g1/1",
                    List.of("kv/g1/1"),
                    40L,
                    0.6,
                    10.5,
                    9.5,
                    List.of(new ShownMember(
                            "kv/g1/1",
                            "127.0.0.1:7001",
                            ProcessState.RUNNING,
                            1,
                            MemberRole.PRIMARY,
                            true,
                            2L,
                            50L,
                            50L,
                            0L,
                            0L,
                            40L,
                            4_096L,
                            2_048L,
                            3.5,
                            0L,
                            2_500L,
                            null,
                            true,
                            READING)),
                    READING)),
            CHECKER,
            RING_WORK,
            new ShownRates(1_000, Arrays.asList(null, 10.5), Arrays.asList(null, 9.5)),
            List.of(new ShownStore.Busy("kv/g1/2", Action.NODE_KILL, AT)));

    static final ShownRing RING = new ShownRing(
            4,
            2,
            2,
            true,
            List.of(new ShownRing.Share("g1", 0.6)),
            1.2,
            List.of(new ShownRing.ShownArc(1L << 31, "g1", "g3", true)),
            List.of(new ShownRing.Handing("g1", "g3", 0.3, false)),
            List.of(new ShownRing.Choice(4, 1.1, 0.2)),
            List.of(new ShownRing.Outcome("g3", true, 0.3, 1.4)));

    static final Failover FAILOVER = new Failover(
            1,
            "g1",
            AT,
            Failover.Cause.KILLED,
            "kv/g1/1",
            "kv/g1/2",
            2,
            3L,
            Failover.State.DONE,
            List.of(new Failover.Step(Failover.What.LOST, AT, 0, false)),
            3_100L,
            0L);

    static final KeyAnswer KEY =
            new KeyAnswer("colour", 4_294_967_295L, "g1", "kv/g1/1", true, 7, "blue", 4, true, 1.25);

    static final RollingProgress ROLLING = new RollingProgress(
            17,
            "ann",
            RollingProgress.Status.RUNNING,
            AT,
            null,
            List.of(new RollingProgress.Step(
                    "zk1", Role.FOLLOWER, RollingProgress.Phase.WAITING, null, null, null, null)),
            null,
            null);

    static final ControlState CONTROL = new ControlState(
            "process",
            true,
            null,
            null,
            Set.of(Action.NODE_STOP),
            List.of(new ControlState.Busy("zk1", Action.NODE_STOP, "ann", AT)),
            ROLLING);
    static final byte[] CONTENT = "bytes ".repeat(100_000).getBytes(StandardCharsets.US_ASCII);

    static final StoredFile FILE = new StoredFile(
            "01890a5d-ac96-774b-bcce-b302099a8057",
            "fox 🦊.txt",
            "zk1",
            "zk1/01890a5d-ac96-774b-bcce-b302099a8057",
            12,
            "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            List.of(new HistoryEntry("upload", null, "zk1", AT, "rest", null)),
            AT,
            AT);

    static final EnsembleState ENSEMBLE = new EnsembleState(
            "night shift",
            "zk2",
            new Quorum(3, 2, 2, 0, true),
            List.of(node("zk1"), leader("zk2"), down("zk3")),
            List.of(),
            new ReadingIntervals(250, 2000));

    static final Figures FIGURES = new Figures(
            2_000,
            900_000,
            Map.of(
                    "zk1",
                    new FigureSeries(
                            List.of(AT.toEpochMilli(), AT.toEpochMilli() + 2_000),
                            Arrays.asList("mntr", null),
                            Arrays.asList(0.25, null),
                            Arrays.asList(7L, null),
                            Arrays.asList(3L, null),
                            Arrays.asList(0L, null),
                            Arrays.asList(405L, null),
                            Arrays.asList(12.5, null),
                            Arrays.asList(12L, null),
                            Arrays.asList(null, null))));

    static final Counts COUNTS =
            new Counts(Map.of("zk1", 4L, "zk2", 0L, "zk3", 1L), Map.of("zk1", 4096L, "zk2", 0L, "zk3", 12L), 5, 4108);

    static final Plan PLAN = new Plan(
            "plan-1",
            "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            AT,
            COUNTS.files(),
            COUNTS.bytes(),
            Map.of("zk1", 4.0, "zk2", 0.0, "zk3", 1.0),
            "zk1",
            "zk2",
            new Candidate(
                    FILE.id(),
                    FILE.name(),
                    12,
                    AT,
                    "zk1",
                    new FileVerdict(FileVerdictCode.NEWEST, 5, null, null, null, "newest", "最新", null, null)),
            4,
            3,
            5,
            List.of("zk3"),
            Map.of(
                    "zk1", new NodeDrain(false, null, null, true),
                    "zk2", new NodeDrain(false, null, null, true),
                    "zk3", new NodeDrain(true, "disk swap", AT, false)),
            true,
            PlanReason.MIGRATE,
            "moves",
            "迁移",
            "file-count",
            1,
            true,
            List.of(new PlannedMove(FILE.id(), FILE.name(), 12, "zk1", "zk2", PlanReason.MIGRATE)),
            List.of(
                    new NodeVerdict(
                            "zk1",
                            "source",
                            VerdictCode.SOURCE_FULLEST,
                            2,
                            4.0,
                            null,
                            "files",
                            "fullest",
                            "最满",
                            "would not move if the threshold were 5",
                            "阈值为 5 则不迁移"),
                    new NodeVerdict(
                            "zk3", "none", VerdictCode.DRAINED, 3, null, null, null, "drained", "已摘除", null, null)));

    static final TaskCounts TASK_COUNTS = new TaskCounts(Map.of("queued", 1L, "running", 0L, "done", 7L));
    static final Task TASK = new Task(7, TaskStatus.QUEUED, Json.object().put("what", "demo"), AT, AT);
    private static final JsonNode METRICS = Json.parse(
            """
            {"leader":"zk1","nodes":{"zk3":{"role":"follower","connections":3}}}
            """);

    static final LogHit LOG_HIT = new LogHit(
            "e17",
            AT,
            true,
            LogService.ZOOKEEPER,
            "zk1",
            LogLevel.WARN,
            "main",
            "QuorumPeer",
            "LEADING <b>\n\tat a.b.C",
            "zk1/server.log",
            0,
            List.of(new TextRange(0, 7)));

    static final SearchPage LOG_PAGE = new SearchPage(
            List.of(LOG_HIT),
            1,
            true,
            new Facets(
                    List.of(new FacetCount("zookeeper", 1)),
                    List.of(new FacetCount("zk1", 1)),
                    List.of(new FacetCount("warn", 1))),
            new Histogram(AT, 1_000, List.of(new Histogram.Bar(1, 1, 0))),
            null,
            SearchPage.EMBEDDED,
            DegradedReason.TIME_LIMIT,
            null,
            2);

    static final Operation OPERATION = new Operation(
            9,
            AT,
            "rest",
            Action.DRAIN,
            "zk3",
            OperationStatus.OK,
            Json.object().put("reason", "disk swap"),
            METRICS,
            null,
            AT,
            12L,
            new Measured(MeasureState.MEASURED, AT, 340L, null, null, METRICS),
            new Measured(
                    MeasureState.UNMEASURED,
                    AT,
                    null,
                    MeasureReason.CONTROLLER_ENDED,
                    Sentence.of(MeasureReason.CONTROLLER_ENDED),
                    null));

    /** With what spreadsheets would run, and nothing measured. */
    static final Operation EARLIER = new Operation(
            8,
            AT,
            "=cmd|' /C calc'!A0",
            Action.UPLOAD,
            null,
            OperationStatus.FAILED,
            Json.object().put("name", "a \"b\", c"),
            null,
            null,
            null,
            null,
            null,
            null);

    static final OperationDetail DETAIL = new OperationDetail(
            OPERATION,
            List.of(new FigureDifference(
                    "zk3", "connections", Json.tree(3), Json.tree(5), null, true, false, 2.0, null)));

    private Samples() {}

    static NodeStatus node(String id) {
        return node(id, Role.FOLLOWER);
    }

    private static NodeStatus leader(String id) {
        return node(id, Role.LEADER);
    }

    private static NodeStatus node(String id, Role role) {
        return new NodeStatus(
                id,
                "127.0.0.1",
                2181,
                role,
                NodeCondition.SERVING,
                Health.HEALTHY,
                "serves",
                "提供服务",
                "0x100000002",
                1L,
                2L,
                new Latency(0, 0.5, 7),
                3L,
                0L,
                5L,
                null,
                "3.9.5",
                AT,
                true,
                false,
                null,
                null,
                AT,
                Map.of("zxid", new FigureSource("srvr", AT)),
                Map.of("watches", new MissingFigure("mntr is not whitelisted", "未列入白名单", "4lw.commands.whitelist=*")));
    }

    private static NodeStatus down(String id) {
        return new NodeStatus(
                id,
                "127.0.0.1",
                2183,
                Role.DOWN,
                NodeCondition.REFUSED,
                Health.DOWN,
                "down",
                "已停止",
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                true,
                true,
                "disk swap",
                AT,
                null,
                Map.of(),
                Map.of());
    }

    static ActionVerdict verdict(String node) {
        return new ActionVerdict(
                node,
                Action.NODE_STOP,
                false,
                GuardReason.LOSES_QUORUM,
                "It would be lost.",
                "会失去。",
                3,
                2,
                2,
                1,
                List.of(new Standing(node, Role.FOLLOWER, true, StandingReason.IN_SYNC, "It follows.", "它是跟随者。")),
                AT);
    }
}
