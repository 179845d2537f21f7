package io.conclave.audit;

import io.conclave.bus.Request;
import io.conclave.bus.Topic;

/** What the audit trail publishes and answers. */
public final class AuditTopics {

    /** Each row when it is written, when it ends, and when what was measured after it is known. */
    public static final Topic<Operation> OPERATIONS = Topic.events("conclave.operations", Operation.class);

    /** Each operation exactly once, when it has ended, whichever way. */
    public static final Topic<Operation> ENDED = Topic.internal("audit.ended", Operation.class);

    /** Each operation after which the ensemble has settled, exactly once. */
    public static final Topic<Operation> SETTLED = Topic.internal("audit.settled", Operation.class);

    /** A page of the trail, newest first. */
    public static final Request<ListOperations, OperationPage> LIST =
            Request.of("audit.list", ListOperations.class, OperationPage.class);

    /** One operation with what changed; fails with 404 for a number that none has. */
    public static final Request<GetOperation, OperationDetail> GET =
            Request.of("audit.get", GetOperation.class, OperationDetail.class);

    private AuditTopics() {}
}
