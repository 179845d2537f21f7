package io.conclave.web;

import io.conclave.audit.AuditTopics;
import io.conclave.audit.ListOperations;
import io.conclave.audit.Operation;
import io.conclave.bus.Bus;
import io.conclave.cluster.ClusterMember;
import io.conclave.config.FileSettings;
import io.conclave.config.GrafanaSettings;
import io.conclave.config.HttpSettings;
import io.conclave.control.ControlTopics;
import io.conclave.control.LogDemand;
import io.conclave.files.FileTransfer;
import io.conclave.web.forward.Forwarding;
import io.conclave.web.guard.Connections;
import io.conclave.web.guard.Doorkeeper;
import io.conclave.web.guard.SecurityHeaders;
import io.conclave.web.guard.Sessions;
import io.conclave.web.health.HealthRoutes;
import io.conclave.web.metrics.Metrics;
import io.conclave.web.news.ClusterCommands;
import io.conclave.web.news.News;
import io.conclave.web.page.PageRoutes;
import io.conclave.web.rest.ProblemAnswer;
import io.conclave.web.rest.RestApi;
import io.conclave.web.rest.UnmatchedRoutes;
import io.conclave.web.state.LatestState;
import io.conclave.web.state.Leadership;
import io.conclave.web.state.Startup;
import io.conclave.web.stream.BridgeEndpoint;
import io.conclave.web.stream.StreamHub;
import io.conclave.workload.ListTasks;
import io.conclave.workload.Task;
import io.conclave.workload.WorkloadTopics;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The edge of a controller. It is deployed before the features, so that it sees their first messages; it may be opened
 * before them too, and answers 503 for what is still to come, until it is told that all are there.
 */
public final class WebVerticle extends VerticleBase {

    private static final Logger LOG = LoggerFactory.getLogger(WebVerticle.class);
    private static final int CLOSING_TIMEOUT_S = 2;

    /** Of a body that is being read: as much as one read of the socket gives, since each piece has its price. */
    private static final int LARGEST_CHUNK_BYTES = 64 << 10;

    private static final int WORKERS = 4;
    private static final int EARLIER_ROWS = 200;

    /** A page gives up waiting for its snapshot after ten seconds. */
    private static final long LONGEST_WAIT_FOR_EARLIER_MS = 8_000;

    /** Below it, compressing costs more than it saves. */
    private static final int COMPRESSED_FROM_BYTES = 1_024;

    private final HttpSettings settings;
    private final FileSettings fileSettings;
    private final Optional<GrafanaSettings> grafana;
    private final Bus bus;
    private final Leadership leadership;
    private final Clock clock;
    private final LatestState latest = new LatestState();
    private final Startup startup = new Startup();
    private Context home;
    private Instant begun;
    private WorkerExecutor workers;
    private Future<PageRoutes> page;
    private StreamHub hub;
    private Metrics metrics;
    private Connections connections;
    private News news;
    private Forwarding forwarding;
    private BridgeEndpoint bridge;
    private Doorkeeper doorkeeper;
    private Router router;
    private HttpServer server;
    private boolean earlierLoaded;

    /**
     * @param grafana what the page may show in a frame
     * @param leadership who acts
     * @param clock the one that the bus stamps messages with
     */
    public WebVerticle(
            HttpSettings settings,
            FileSettings fileSettings,
            Optional<GrafanaSettings> grafana,
            Bus bus,
            Leadership leadership,
            Clock clock) {
        this.settings = settings;
        this.fileSettings = fileSettings;
        this.grafana = grafana;
        this.bus = bus;
        this.leadership = leadership;
        this.clock = clock;
    }

    @Override
    public Future<?> start() {
        home = context;
        begun = clock.instant();
        workers = vertx.createSharedWorkerExecutor("conclave-web", WORKERS);
        page = PageRoutes.read(workers, SecurityHeaders.pagePolicy(grafana));
        latest.start(bus);
        metrics = new Metrics(bus, latest, leadership, () -> bridge == null ? 0 : bridge.size(), clock, workers);
        hub = new StreamHub(bus, clock, metrics::pushed);
        hub.start();
        return Future.succeededFuture();
    }

    /**
     * Begins to listen; to be called once, from any thread.
     *
     * @return the port, which is the one of the settings unless that is 0
     */
    public Future<Integer> open() {
        Promise<Integer> opened = Promise.promise();
        home.runOnContext(ignored -> {
            hub.awaitEarlier();
            vertx.setTimer(LONGEST_WAIT_FOR_EARLIER_MS, timer -> hub.earlierDone());
            page.compose(this::listen).onComplete(opened);
        });
        return opened.future();
    }

    /**
     * Says that all features are deployed; to be called from any thread. From now on a feature that does not answer is
     * at fault, and the lists of the stream begin with rows from before this start.
     *
     * @param transfer where files' bytes go and come from
     * @return completes when those rows are there; never fails, since the lists do without them
     */
    public Future<Void> featuresReady(FileTransfer transfer) {
        return atHome(() -> {
            startup.complete(transfer);
            hub.watchDemand(
                    ControlTopics.LOG_LINES, wanted -> bus.publish(ControlTopics.LOG_DEMAND, new LogDemand(wanted)));
            return loadEarlier();
        });
    }

    /** Says that the features are gone, since this controller does not act any more; to be called from any thread. */
    public Future<Void> featuresGone() {
        return atHome(() -> {
            startup.withdraw();
            latest.clear();
            return Future.succeededFuture();
        });
    }

    /**
     * Has the stream of whoever is active told here while this controller is not, and its own told to the others while
     * it is; to be called once, from any thread, when it listens.
     *
     * @param member makes the membership in the cluster of the one that uses it
     */
    public Future<Void> joinCluster(Function<ClusterMember.User, ClusterMember> member) {
        return atHome(() -> {
            ClusterCommands commands = new ClusterCommands(forwarding, doorkeeper.isOpenToAll(), doorkeeper::isToken);
            news = new News(vertx, bus, hub, leadership, commands, System::nanoTime);
            news.start(member.apply(news));
            return Future.succeededFuture();
        });
    }

    /** Says that at least those answer who need the database alone; to be called from any thread. */
    public Future<Void> readsReady() {
        return atHome(this::loadEarlier);
    }

    private Future<Void> atHome(Supplier<Future<Void>> what) {
        Promise<Void> done = Promise.promise();
        home.runOnContext(ignored -> what.get().onComplete(done));
        return done.future();
    }

    private Future<Void> loadEarlier() {
        if (earlierLoaded) {
            return Future.succeededFuture();
        }
        earlierLoaded = true;
        return Future.join(earlierOperations(), earlierTasks())
                .onFailure(failure -> LOG.warn("the lists begin without earlier rows: {}", failure.getMessage()))
                .transform(ended -> {
                    hub.earlierDone();
                    return Future.succeededFuture();
                });
    }

    private Future<?> earlierOperations() {
        return bus.request(AuditTopics.LIST, ListOperations.newest(EARLIER_ROWS))
                .onSuccess(rows -> hub.addEarlier(
                        AuditTopics.OPERATIONS,
                        earlier(rows.operations(), Operation::timestamp),
                        Operation::timestamp));
    }

    private Future<?> earlierTasks() {
        return bus.request(WorkloadTopics.LIST_TASKS, ListTasks.newest(EARLIER_ROWS))
                .onSuccess(rows ->
                        hub.addEarlier(WorkloadTopics.TASKS, earlier(rows.tasks(), Task::createdAt), Task::createdAt));
    }

    /** What came since this start is in the stream's own lists. */
    private <T> List<T> earlier(List<T> newestFirst, Function<T, Instant> at) {
        var rows = new ArrayList<>(newestFirst.stream()
                .filter(row -> at.apply(row).isBefore(begun))
                .toList());
        Collections.reverse(rows);
        return rows;
    }

    private Future<Integer> listen(PageRoutes pageRoutes) {
        SocketBudget budget = SocketBudget.ofThisProcess();
        connections = new Connections(vertx, budget.connections(), System::nanoTime);
        forwarding = new Forwarding(vertx, bus, leadership, settings.token());
        bridge = new BridgeEndpoint(vertx, hub, forwarding, connections, budget.sockets(), System::nanoTime);
        router = routes(pageRoutes);
        server = vertx.createHttpServer(options());
        connections.watch(server);
        return server.requestHandler(router).listen().map(HttpServer::actualPort);
    }

    private Router routes(PageRoutes pageRoutes) {
        Sessions sessions = new Sessions(new SecureRandom(), System::nanoTime);
        doorkeeper = new Doorkeeper(settings, sessions);
        Router routes = Router.router(vertx);
        routes.route().handler(connections::handle).failureHandler(ProblemAnswer::handle);
        routes.route().handler(SecurityHeaders::handle).handler(doorkeeper::handle);
        bridge.mount(routes);
        forwarding.mount(routes);
        new RestApi(vertx, bus, latest, startup, leadership, clock)
                .mount(routes, fileSettings.maxUploadBytes(), workers, doorkeeper, sessions);
        metrics.mount(routes);
        new HealthRoutes(bus, startup, leadership).mount(routes);
        pageRoutes.mount(routes);
        UnmatchedRoutes.mount(routes);
        return routes;
    }

    /** The routes, once it listens. */
    Router router() {
        return router;
    }

    private HttpServerOptions options() {
        return new HttpServerOptions()
                .setHost(settings.host())
                .setPort(settings.port())
                .setTcpKeepAlive(true)
                .setCompressionSupported(true)
                .setCompressionContentSizeThreshold(COMPRESSED_FROM_BYTES)
                .setMaxChunkSize(LARGEST_CHUNK_BYTES)
                // Without TLS no browser speaks HTTP/2, and what bounds connections here counts on HTTP/1.
                .setHttp2ClearTextEnabled(false)
                .setMaxWebSocketFrameSize(BridgeEndpoint.LARGEST_FRAME_BYTES)
                .setMaxWebSocketMessageSize(BridgeEndpoint.LARGEST_FRAME_BYTES)
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setWebSocketClosingTimeout(CLOSING_TIMEOUT_S);
    }

    @Override
    public Future<?> stop() {
        metrics.close();
        if (news != null) {
            news.close();
        }
        if (server == null) {
            return workers.close();
        }
        connections.close();
        return bridge.close()
                .transform(ignored -> forwarding.close())
                .transform(ignored -> server.close())
                .transform(ignored -> workers.close());
    }
}
