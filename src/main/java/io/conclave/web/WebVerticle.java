package io.conclave.web;

import io.conclave.bus.Bus;
import io.conclave.config.HttpSettings;
import io.conclave.web.guard.Authority;
import io.conclave.web.guard.Connections;
import io.conclave.web.rest.ProblemAnswer;
import io.conclave.web.stream.BridgeEndpoint;
import io.conclave.web.stream.StreamHub;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.time.Clock;

/**
 * The edge of a controller. It is deployed before the features, so that it sees their first messages, and opened after
 * them, so that whoever connects finds them all.
 */
public final class WebVerticle extends VerticleBase {

    private static final int CLOSING_TIMEOUT_S = 2;

    private final HttpSettings settings;
    private final Bus bus;
    private final Clock clock;
    private Context home;
    private StreamHub hub;
    private Connections connections;
    private BridgeEndpoint bridge;
    private HttpServer server;

    /** @param clock the one that the bus stamps messages with */
    public WebVerticle(HttpSettings settings, Bus bus, Clock clock) {
        this.settings = settings;
        this.bus = bus;
        this.clock = clock;
    }

    @Override
    public Future<?> start() {
        home = context;
        hub = new StreamHub(bus, clock, took -> {});
        hub.start();
        return Future.succeededFuture();
    }

    /**
     * Begins to listen; to be called once, from any thread, when the features are deployed.
     *
     * @return the port, which is the one of the settings unless that is 0
     */
    public Future<Integer> open() {
        Promise<Integer> opened = Promise.promise();
        home.runOnContext(ignored -> listen().onComplete(opened));
        return opened.future();
    }

    private Future<Integer> listen() {
        SocketBudget budget = SocketBudget.ofThisProcess();
        connections = new Connections(vertx, budget.connections(), System::nanoTime);
        bridge = new BridgeEndpoint(vertx, hub, bus, connections, budget.sockets(), System::nanoTime);
        Router router = Router.router(vertx);
        router.route().handler(connections::handle).failureHandler(ProblemAnswer::handle);
        router.route().handler(ctx -> {
            Authority.ALWAYS.grantTo(ctx);
            ctx.next();
        });
        bridge.mount(router);
        server = vertx.createHttpServer(options());
        connections.watch(server);
        return server.requestHandler(router).listen().map(HttpServer::actualPort);
    }

    private HttpServerOptions options() {
        return new HttpServerOptions()
                .setHost(settings.host())
                .setPort(settings.port())
                .setTcpKeepAlive(true)
                .setMaxWebSocketFrameSize(BridgeEndpoint.LARGEST_FRAME_BYTES)
                .setMaxWebSocketMessageSize(BridgeEndpoint.LARGEST_FRAME_BYTES)
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setWebSocketClosingTimeout(CLOSING_TIMEOUT_S);
    }

    @Override
    public Future<?> stop() {
        if (server == null) {
            return Future.succeededFuture();
        }
        connections.close();
        return bridge.close().transform(ignored -> server.close());
    }
}
