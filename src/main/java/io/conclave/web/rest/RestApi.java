package io.conclave.web.rest;

import io.conclave.bus.Bus;
import io.conclave.web.guard.Doorkeeper;
import io.conclave.web.guard.Sessions;
import io.conclave.web.state.LatestState;
import io.conclave.web.state.Leadership;
import io.conclave.web.state.Startup;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;

/** All of {@code /api}. */
public final class RestApi {

    private final Vertx vertx;
    private final Bus bus;
    private final LatestState latest;
    private final Startup startup;
    private final Leadership leadership;
    private final Clock clock;

    /**
     * @param startup says whether a feature that does not answer is to be waited for, and where files' bytes go
     * @param leadership who acts
     * @param clock what exported files are named by
     */
    public RestApi(Vertx vertx, Bus bus, LatestState latest, Startup startup, Leadership leadership, Clock clock) {
        this.vertx = vertx;
        this.bus = bus;
        this.latest = latest;
        this.startup = startup;
        this.leadership = leadership;
        this.clock = clock;
    }

    /**
     * Adds the routes.
     *
     * @param largestFileBytes the most that an upload may hold
     * @param workers where blocking work is done
     */
    public void mount(
            Router router, long largestFileBytes, WorkerExecutor workers, Doorkeeper doorkeeper, Sessions sessions) {
        Questions questions = new Questions(bus, startup);
        JsonBody body = new JsonBody(vertx);
        new OverviewRoutes(latest, bus).mount(router);
        new OperationRoutes(bus, questions, workers, clock).mount(router);
        new LogRoutes(bus, questions, workers, clock).mount(router);
        new NodeRoutes(bus, questions, body).mount(router);
        new ControlRoutes(bus, questions, body).mount(router);
        new SchedulerRoutes(bus, questions, body).mount(router);
        new UploadRoute(vertx, startup, largestFileBytes).mount(router);
        new FileRoutes(bus, questions, body).mount(router);
        new DownloadRoute(startup).mount(router);
        new DemoRoutes(questions, body).mount(router);
        new StoreRoutes(bus, questions, body).mount(router);
        new ControllerRoutes(bus, leadership, questions, body).mount(router);
        new CommandRoutes(bus, questions, body).mount(router);
        new SessionRoutes(doorkeeper, sessions, body).mount(router);
        mountDocument(router);
    }

    private static void mountDocument(Router router) {
        Buffer document = document();
        router.get("/api/openapi.yaml").handler(ctx -> ctx.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/yaml")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .end(document));
    }

    private static Buffer document() {
        try (InputStream in = RestApi.class.getResourceAsStream("openapi.yaml")) {
            if (in == null) {
                throw new IllegalStateException("openapi.yaml is missing from the class path");
            }
            return Buffer.buffer(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("openapi.yaml cannot be read", e);
        }
    }
}
