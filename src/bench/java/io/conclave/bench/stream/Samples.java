package io.conclave.bench.stream;

import io.conclave.audit.Action;
import io.conclave.audit.AuditTopics;
import io.conclave.audit.Operation;
import io.conclave.audit.OperationStatus;
import io.conclave.bench.SampleEnsemble;
import io.conclave.bus.Json;
import io.conclave.ensemble.EnsembleState;
import io.conclave.ensemble.EnsembleTopics;
import java.time.Instant;

/** Messages as they are when the product runs. */
final class Samples {

    private Samples() {}

    /** A row of the audit trail: the size of most events. */
    static Message<Operation> operation() {
        return new Message<>(
                AuditTopics.OPERATIONS,
                new Operation(
                        4711,
                        Instant.parse("2026-01-01T00:00:00Z"),
                        "scheduler",
                        Action.AUTO_MIGRATE,
                        "zk2",
                        OperationStatus.OK,
                        Json.object().put("fileId", "0195f2a0-0000-7000-8000-000000000000"),
                        null,
                        null,
                        Instant.parse("2026-01-01T00:00:00Z"),
                        5L,
                        null,
                        null));
    }

    /** The state of three nodes: the largest message that comes often. */
    static Message<EnsembleState> state() {
        return new Message<>(EnsembleTopics.STATE, SampleEnsemble.state());
    }
}
