package io.conclave.control;

import io.conclave.bus.Request;
import java.time.Duration;

/** What node control answers. */
public final class ControlTopics {

    /** Start, stop, restart, kill, pause or resume a server. */
    public static final Request<ControlNode, ControlResult> ACT =
            Request.of("control.act", ControlNode.class, ControlResult.class).within(Duration.ofSeconds(40));

    /** The end of a server's own log. */
    public static final Request<TailLog, LogTail> LOG = Request.of("control.log", TailLog.class, LogTail.class);

    private ControlTopics() {}
}
