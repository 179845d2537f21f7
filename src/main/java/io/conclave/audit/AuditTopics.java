package io.conclave.audit;

import io.conclave.bus.Request;
import io.conclave.bus.Topic;

/** What the audit trail publishes and answers. */
public final class AuditTopics {

    /** Each row when it is written and each time its status changes. */
    public static final Topic<Operation> OPERATIONS = Topic.events("conclave.operations", Operation.class);

    /** A page of the trail, newest first. */
    public static final Request<ListOperations, OperationPage> LIST =
            Request.of("audit.list", ListOperations.class, OperationPage.class);

    private AuditTopics() {}
}
