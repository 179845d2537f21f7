package io.conclave.bench.stream;

import io.conclave.audit.Action;
import io.conclave.audit.AuditTopics;
import io.conclave.audit.Operation;
import io.conclave.audit.OperationStatus;
import io.conclave.bus.Json;
import io.conclave.ensemble.EnsembleState;
import io.conclave.ensemble.EnsembleTopics;
import io.conclave.ensemble.FigureSource;
import io.conclave.ensemble.Health;
import io.conclave.ensemble.Latency;
import io.conclave.ensemble.NodeCondition;
import io.conclave.ensemble.NodeStatus;
import io.conclave.ensemble.Quorum;
import io.conclave.ensemble.Role;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Messages as they are when the product runs. */
final class Samples {

    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

    private Samples() {}

    /** A row of the audit trail: the size of most events. */
    static Message<Operation> operation() {
        return new Message<>(
                AuditTopics.OPERATIONS,
                new Operation(
                        4711,
                        AT,
                        "scheduler",
                        Action.AUTO_MIGRATE,
                        "zk2",
                        OperationStatus.OK,
                        Json.object().put("fileId", "0195f2a0-0000-7000-8000-000000000000"),
                        null,
                        null));
    }

    /** The state of three nodes: the largest message that comes often. */
    static Message<EnsembleState> state() {
        return new Message<>(
                EnsembleTopics.STATE,
                new EnsembleState(
                        "zk1",
                        new Quorum(3, 2, 3, 1, true),
                        List.of(
                                node("zk1", 2181, Role.LEADER),
                                node("zk2", 2182, Role.FOLLOWER),
                                node("zk3", 2183, Role.FOLLOWER)),
                        List.of()));
    }

    private static NodeStatus node(String id, int port, Role role) {
        return new NodeStatus(
                id,
                "127.0.0.1",
                port,
                role,
                NodeCondition.SERVING,
                Health.HEALTHY,
                id + " serves clients as " + role.code() + ".",
                id + " 正以 " + role.code() + " 身份提供服务。",
                "0x100000192",
                1L,
                402L,
                new Latency(0, 0.41, 12),
                4L,
                0L,
                31L,
                2L,
                "3.9.5",
                AT,
                true,
                false,
                null,
                null,
                AT,
                sources(),
                Map.of());
    }

    private static Map<String, FigureSource> sources() {
        Map<String, FigureSource> sources = new LinkedHashMap<>();
        for (String figure : List.of("role", "zxid", "latencyMs", "connections", "outstanding", "znodes", "version")) {
            sources.put(figure, new FigureSource("srvr", AT));
        }
        sources.put("watches", new FigureSource("mntr", AT));
        return sources;
    }
}
