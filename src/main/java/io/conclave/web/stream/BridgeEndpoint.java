package io.conclave.web.stream;

import io.conclave.bus.Problem;
import io.conclave.web.command.Callers;
import io.conclave.web.command.CommandDesk;
import io.conclave.web.guard.Authority;
import io.conclave.web.guard.Connections;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.http.WebSocketFrameType;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.sockjs.SockJSHandler;
import io.vertx.ext.web.handler.sockjs.SockJSHandlerOptions;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Where viewers connect: raw WebSockets at {@code /eventbus/websocket}, SockJS below {@code /eventbus}. It is our own
 * rather than the bridge of Vert.x, with the same frames, since that one lets a client that does not read fill the
 * heap.
 */
public final class BridgeEndpoint {

    /** The largest frame or message that is taken from a client, in bytes. */
    public static final int LARGEST_FRAME_BYTES = BridgeSession.LARGEST_FRAME_CHARS;

    private static final String PATH = "/eventbus";
    private static final long CHECK_INTERVAL_MS = 1_000;
    private static final long CLOSE_LIMIT_MS = 1_000;

    private final Vertx vertx;
    private final StreamHub hub;
    private final CommandDesk desk;
    private final Connections connections;
    private final int mostSockets;
    private final LongSupplier nanoTime;
    private final Map<BridgeSession, Promise<Void>> sessions = new HashMap<>();
    private long checks = -1;

    /**
     * @param desk where the viewers' commands are given
     * @param connections told of the connections that become sockets
     * @param mostSockets how many may be open at once; more are answered with 503
     * @param nanoTime a clock that never goes back, in nanoseconds
     */
    public BridgeEndpoint(
            Vertx vertx,
            StreamHub hub,
            CommandDesk desk,
            Connections connections,
            int mostSockets,
            LongSupplier nanoTime) {
        this.vertx = vertx;
        this.hub = hub;
        this.desk = desk;
        this.connections = connections;
        this.mostSockets = mostSockets;
        this.nanoTime = nanoTime;
    }

    /** Adds the routes and begins to look after the sockets. */
    public void mount(Router router) {
        checks = vertx.setPeriodic(CHECK_INTERVAL_MS, ignored -> check());
        router.get(PATH + "/websocket").handler(this::upgrade);
        // Pages in frames of other pages are what SockJS once needed for other origins, which are not served.
        router.routeWithRegex(PATH + "/iframe.*")
                .handler(ctx -> ctx.fail(
                        Problem.notFound("path", ctx.request().path(), null).asException()));
        router.postWithRegex(PATH + "/[^/]+/[^/]+/xhr_send")
                .handler(BodyHandler.create(false).setBodyLimit(LARGEST_FRAME_BYTES));
        var options = new SockJSHandlerOptions().setRegisterWriteHandler(false).setInsertJSESSIONID(false);
        List.of("HTML_FILE", "JSON_P").forEach(options::addDisabledTransport);
        router.route(PATH + "/*").subRouter(SockJSHandler.create(vertx, options).socketHandler(this::accept));
    }

    /** How many sockets are open. */
    public int size() {
        return sessions.size();
    }

    /** Looks after all sockets now: those whose right has ended are closed. */
    public void check() {
        List.copyOf(sessions.keySet()).forEach(BridgeSession::check);
    }

    /** Tells every client that the server goes away; completes when they are gone, or after a second. */
    public Future<Void> close() {
        vertx.cancelTimer(checks);
        Future<?> gone =
                Future.join(sessions.values().stream().map(Promise::future).toList());
        List.copyOf(sessions.keySet())
                .forEach(session -> session.close(Transport.GOING_AWAY, "the server is going away"));
        return Future.any(gone, vertx.timer(CLOSE_LIMIT_MS)).mapEmpty();
    }

    private void upgrade(RoutingContext ctx) {
        if (!ctx.request().canUpgradeToWebSocket()) {
            ctx.response().putHeader(HttpHeaders.UPGRADE, "websocket");
            ctx.fail(new Problem(426, "upgrade_required", "this is a WebSocket", "Upgrade", null, "websocket")
                    .asException());
        } else if (sessions.size() >= mostSockets) {
            ctx.response().putHeader(HttpHeaders.RETRY_AFTER, "5");
            ctx.fail(Problem.unavailable("too_many_sockets", mostSockets + " sockets are open")
                    .asException());
        } else {
            ctx.request().toWebSocket().onSuccess(socket -> accept(ctx, socket));
        }
    }

    private void accept(RoutingContext ctx, ServerWebSocket socket) {
        var connection = ctx.request().connection();
        connections.upgraded(connection);
        var transport = new RawTransport(vertx, socket, LARGEST_FRAME_BYTES, () -> Connections.sever(connection));
        BridgeSession session = open(transport, ctx);
        socket.textMessageHandler(session::receive);
        socket.binaryMessageHandler(ignored -> session.close(Transport.UNACCEPTABLE, "frames are text, not binary"));
        socket.frameHandler(frame -> count(session, frame));
        socket.exceptionHandler(failure -> fail(session, socket));
        socket.closeHandler(ignored -> gone(session));
    }

    private static void fail(BridgeSession session, ServerWebSocket socket) {
        if (socket.isClosed()) {
            session.end();
        } else {
            session.close(
                    Transport.TOO_BIG,
                    "a frame that breaks the protocol or has more than " + LARGEST_FRAME_BYTES + " bytes");
        }
    }

    /** Frames that are no whole message, such as pings and pieces, count as well: each costs us something. */
    private static void count(BridgeSession session, WebSocketFrame frame) {
        if (frame.type() != WebSocketFrameType.TEXT || !frame.isFinal()) {
            session.countFrame();
        }
    }

    private void accept(SockJSSocket socket) {
        var request = socket.routingContext().request();
        if (request.canUpgradeToWebSocket()) {
            connections.upgraded(request.connection());
        }
        if (sessions.size() >= mostSockets) {
            socket.close();
            return;
        }
        var transport = new SockJsTransport(vertx, socket, () -> Connections.sever(request.connection()));
        BridgeSession session = open(transport, socket.routingContext());
        socket.handler(data -> session.receive(data.toString()));
        socket.exceptionHandler(failure -> session.end());
        socket.closeHandler(ignored -> gone(session));
    }

    private BridgeSession open(Transport transport, RoutingContext ctx) {
        // It is no secret and gives no right: it tells people apart from programs in the audit trail.
        String caller = Callers.PROBE.equals(ctx.request().getHeader(Callers.HEADER)) ? Callers.PROBE : Callers.PAGE;
        var session = new BridgeSession(transport, hub, desk, caller, Authority.of(ctx), nanoTime);
        sessions.put(session, Promise.promise());
        return session;
    }

    private void gone(BridgeSession session) {
        session.end();
        Promise<Void> open = sessions.remove(session);
        if (open != null) {
            open.complete();
        }
    }
}
