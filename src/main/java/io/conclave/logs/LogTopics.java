package io.conclave.logs;

import io.conclave.bus.Request;
import java.time.Duration;

/** What the log centre answers. */
public final class LogTopics {

    /** Looks for entries, in Elasticsearch where there is one, else in the embedded index. */
    public static final Request<LogQuery, SearchPage> SEARCH =
            Request.of("logs.search", LogQuery.class, SearchPage.class).within(Duration.ofSeconds(8));

    /** What stands around an entry. */
    public static final Request<AskContext, LogContext> CONTEXT =
            Request.of("logs.context", AskContext.class, LogContext.class).within(Duration.ofSeconds(8));

    private LogTopics() {}
}
