package io.conclave.bench;

import io.conclave.ensemble.EnsembleState;
import io.conclave.ensemble.FigureSource;
import io.conclave.ensemble.Health;
import io.conclave.ensemble.Latency;
import io.conclave.ensemble.NodeCondition;
import io.conclave.ensemble.NodeStatus;
import io.conclave.ensemble.Quorum;
import io.conclave.ensemble.ReadingIntervals;
import io.conclave.ensemble.Role;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Healthy servers as the product sees them. */
public final class SampleEnsemble {

    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

    private SampleEnsemble() {}

    /** Three: zk1, which leads, zk2 and zk3. */
    public static EnsembleState state() {
        return state(3);
    }

    /** As many of them: zk1 leads, and all others follow it. */
    public static EnsembleState state(int nodes) {
        return new EnsembleState(
                "bench",
                "zk1",
                new Quorum(nodes, nodes / 2 + 1, nodes, (nodes - 1) / 2, true),
                IntStream.rangeClosed(1, nodes)
                        .mapToObj(i -> node("zk" + i, 2180 + i, i == 1 ? Role.LEADER : Role.FOLLOWER))
                        .toList(),
                List.of(),
                new ReadingIntervals(250, 2000));
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
