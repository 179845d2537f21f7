package io.conclave.ensemble;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/**
 * What one source told of a node at one moment.
 *
 * @param source who told, and when
 * @param role what the server says that it is; {@link Role#UNKNOWN} where this source does not tell
 * @param readOnly whether it says that it serves only read-only clients
 * @param figures the figures that it told; the others are absent
 * @param uptime how long the server has served in its present role, or null where this source does not tell
 */
record Reading(FigureSource source, Role role, boolean readOnly, Map<Figure, Object> figures, Duration uptime) {

    /** The source's name for {@code srvr}, which is asked most often and believed first. */
    static final String SRVR = "srvr";

    /** The source's name for the AdminServer. */
    static final String ADMIN = "admin";

    /** The source's name for the Prometheus provider. */
    static final String PROMETHEUS = "prometheus";

    /** A reading of {@code srvr}, or of the AdminServer's {@code server_stats}. */
    static Reading of(SrvrReply reply, String source, Instant at) {
        Map<Figure, Object> figures = new EnumMap<>(Figure.class);
        put(figures, Figure.ZXID, reply.zxid());
        put(figures, Figure.LATENCY, reply.latency());
        put(figures, Figure.CONNECTIONS, reply.connections());
        put(figures, Figure.OUTSTANDING, reply.outstanding());
        put(figures, Figure.ZNODES, reply.znodes());
        put(figures, Figure.VERSION, reply.version());
        boolean readOnly = reply.readOnly() || "read-only".equals(reply.mode());
        return new Reading(new FigureSource(source, at), Role.ofMode(reply.mode()), readOnly, figures, null);
    }

    /** A reading of {@code mntr}, of the AdminServer's {@code monitor} or of the Prometheus provider. */
    static Reading of(MntrReply reply, String source, Instant at) {
        Map<Figure, Object> figures = new EnumMap<>(Figure.class);
        put(figures, Figure.LATENCY, reply.latency());
        put(figures, Figure.CONNECTIONS, reply.whole("num_alive_connections"));
        put(figures, Figure.OUTSTANDING, reply.whole("outstanding_requests"));
        put(figures, Figure.ZNODES, reply.whole("znode_count"));
        put(figures, Figure.WATCHES, reply.whole("watch_count"));
        put(figures, Figure.VERSION, ServerVersion.of(reply.texts().get("version")));
        String mode = reply.texts().get("server_state");
        return new Reading(
                new FigureSource(source, at), Role.ofMode(mode), "read-only".equals(mode), figures, reply.uptime());
    }

    private static void put(Map<Figure, Object> figures, Figure figure, Object value) {
        if (value != null) {
            figures.put(figure, value);
        }
    }
}
