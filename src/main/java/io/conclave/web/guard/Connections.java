package io.conclave.web.guard;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The open HTTP connections: bounds how many there are and closes those that nobody uses, such as one that sends its
 * request header a byte at a time. A server-wide idle time-out cannot do that, since a round of the scheduler may
 * rightly take minutes to be answered.
 */
public final class Connections {

    private static final Duration BEFORE_FIRST_REQUEST = Duration.ofSeconds(15);
    private static final Duration BETWEEN_REQUESTS = Duration.ofSeconds(60);
    private static final long SWEEP_INTERVAL_MS = 5_000;

    /** What is known of one connection. */
    private static final class Use {
        private long since;
        private int active;
        private boolean used;
    }

    private final Vertx vertx;
    private final int most;
    private final LongSupplier nanoTime;
    private final Map<HttpConnection, Use> uses = new HashMap<>();
    private long sweeps = -1;

    /**
     * @param most how many may be open at once, sockets of the stream not counted; more are closed
     * @param nanoTime a clock that never goes back, in nanoseconds
     */
    public Connections(Vertx vertx, int most, LongSupplier nanoTime) {
        this.vertx = vertx;
        this.most = most;
        this.nanoTime = nanoTime;
    }

    /** Looks after the connections of this server, on the calling context. */
    public void watch(HttpServer server) {
        server.connectionHandler(this::opened);
        sweeps = vertx.setPeriodic(SWEEP_INTERVAL_MS, ignored -> sweep());
    }

    private void opened(HttpConnection connection) {
        if (uses.size() >= most) {
            connection.close();
            return;
        }
        Use use = new Use();
        use.since = nanoTime.getAsLong();
        uses.put(connection, use);
        connection.closeHandler(ignored -> uses.remove(connection));
    }

    /** Counts a request as use of its connection until it is answered. */
    public void handle(RoutingContext ctx) {
        Use use = uses.get(ctx.request().connection());
        if (use != null) {
            use.used = true;
            use.active++;
            ctx.addEndHandler(ignored -> {
                use.active--;
                use.since = nanoTime.getAsLong();
            });
        }
        ctx.next();
    }

    /** Stops looking after a connection that has become a socket. */
    public void upgraded(HttpConnection connection) {
        uses.remove(connection);
    }

    private void sweep() {
        long now = nanoTime.getAsLong();
        List.copyOf(uses.entrySet()).forEach(entry -> {
            Use use = entry.getValue();
            Duration limit = use.used ? BETWEEN_REQUESTS : BEFORE_FIRST_REQUEST;
            if (use.active == 0 && now - use.since > limit.toNanos()) {
                sever(entry.getKey());
            }
        });
    }

    /** How many there are. */
    int size() {
        return uses.size();
    }

    /** Stops looking after them. */
    public void close() {
        vertx.cancelTimer(sweeps);
    }

    /**
     * Ends a connection at once. Vert.x's own {@code close} first waits for what was written to be sent, which never
     * comes where the other side does not read, and has no public method beside it; so this goes to the channel, below
     * the handler that waits.
     */
    public static void sever(HttpConnection connection) {
        ((ConnectionBase) connection).channel().pipeline().firstContext().close();
    }
}
