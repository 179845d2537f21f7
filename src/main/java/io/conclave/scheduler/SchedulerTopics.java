package io.conclave.scheduler;

import io.conclave.bus.Request;
import io.conclave.bus.Topic;
import java.time.Duration;

/** What the scheduler publishes and answers. */
public final class SchedulerTopics {

    /** The plan, whenever it changes. */
    public static final Topic<Plan> PLAN = Topic.state("conclave.plan", Plan.class);

    /** Files and bytes per node, whenever they change. */
    public static final Topic<Counts> COUNTS = Topic.state("conclave.counts", Counts.class);

    /** Settings and when rounds come, whenever one of them changes. */
    public static final Topic<SchedulerStatus> STATUS = Topic.state("conclave.scheduler", SchedulerStatus.class);

    /** How long computing a plan took, in nanoseconds. */
    public static final Topic<PlanTiming> TIMINGS = Topic.internal("scheduler.timings", PlanTiming.class);

    /** Each round that came by itself, when it ends. */
    public static final Topic<RoundReport> ROUNDS = Topic.internal("scheduler.rounds", RoundReport.class);

    /** Each file that a round has moved. */
    public static final Topic<PlannedMove> MOVES = Topic.internal("scheduler.moves", PlannedMove.class);

    /** The settings, at the start and whenever they are changed. */
    public static final Topic<SchedulerState> CHANGED = Topic.internal("scheduler.changed", SchedulerState.class);

    /** The plan that holds now. */
    public static final Request<AskPlan, Plan> DIAGNOSTICS =
            Request.of("scheduler.diagnostics", AskPlan.class, Plan.class);

    /** Run one round. */
    public static final Request<RunScheduler, RoundResult> RUN =
            Request.of("scheduler.run", RunScheduler.class, RoundResult.class).within(Duration.ofMinutes(10));

    /** Settings as they are. */
    public static final Request<AskScheduler, SchedulerState> SETTINGS =
            Request.of("scheduler.settings", AskScheduler.class, SchedulerState.class);

    /** Change settings; answers with all of them. */
    public static final Request<ChangeScheduler, SchedulerState> CHANGE =
            Request.of("scheduler.change", ChangeScheduler.class, SchedulerState.class);

    /** Plan with other settings, moving nothing. */
    public static final Request<WhatIf, Plan> WHAT_IF = Request.of("scheduler.what-if", WhatIf.class, Plan.class);

    /** Stored decisions. */
    public static final Request<ListDecisions, DecisionPage> DECISIONS =
            Request.of("scheduler.decisions", ListDecisions.class, DecisionPage.class);

    /** One stored decision, computed again. */
    public static final Request<ReplayDecision, Replay> REPLAY =
            Request.of("scheduler.replay", ReplayDecision.class, Replay.class);

    private SchedulerTopics() {}
}
