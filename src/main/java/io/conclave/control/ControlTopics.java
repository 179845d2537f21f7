package io.conclave.control;

import io.conclave.bus.Request;
import io.conclave.bus.Topic;
import java.time.Duration;

/** What node control publishes and answers. */
public final class ControlTopics {

    /** What may be done, what is being done, and how far a rolling restart is; whenever any of it changes. */
    public static final Topic<ControlState> STATE = Topic.state("conclave.control", ControlState.class);

    /** The servers' own logs, line by line, while anybody watches. */
    public static final Topic<LogLine> LOG_LINES = Topic.events("conclave.logs", LogLine.class);

    /** Told by the edge when the first viewer of {@link #LOG_LINES} comes and when the last one leaves. */
    public static final Topic<LogDemand> LOG_DEMAND = Topic.internal("control.log-demand", LogDemand.class);

    /** Start, stop, restart, kill, pause or resume a server. */
    public static final Request<ControlNode, ControlResult> ACT =
            Request.of("control.act", ControlNode.class, ControlResult.class).within(Duration.ofSeconds(250));

    /** What an action would mean for the quorum. */
    public static final Request<AskVerdict, ActionVerdict> VERDICT =
            Request.of("control.verdict", AskVerdict.class, ActionVerdict.class);

    /** The newest of {@link #STATE}, at once. */
    public static final Request<AskControl, ControlState> CURRENT =
            Request.of("control.current", AskControl.class, ControlState.class);

    /** Begins a rolling restart and answers at once; {@link #STATE} tells how it goes. */
    public static final Request<StartRolling, RollingProgress> START_ROLLING =
            Request.of("control.start-rolling", StartRolling.class, RollingProgress.class);

    /** Ends it after the server under way; answers at once. */
    public static final Request<CancelRolling, RollingProgress> CANCEL_ROLLING =
            Request.of("control.cancel-rolling", CancelRolling.class, RollingProgress.class);

    /** The end of a server's own log. */
    public static final Request<TailLog, LogTail> LOG =
            Request.of("control.log", TailLog.class, LogTail.class).within(Duration.ofSeconds(40));

    private ControlTopics() {}
}
