package io.conclave.web.health;

import io.conclave.bus.Bus;
import io.conclave.bus.Json;
import io.conclave.bus.Request;
import io.conclave.controllers.ControllerRole;
import io.conclave.controllers.ControllersState;
import io.conclave.ensemble.AskEnsemble;
import io.conclave.ensemble.EnsembleTopics;
import io.conclave.files.AskStorage;
import io.conclave.files.FileTopics;
import io.conclave.scheduler.AskScheduler;
import io.conclave.scheduler.SchedulerTopics;
import io.conclave.web.state.Leadership;
import io.conclave.web.state.Startup;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * Live is a process that answers: restart it where it does not. Ready is one whose features answer: send it no calls
 * where they do not. An ensemble that is down makes it neither: that is when the console is needed.
 */
public final class HealthRoutes {

    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final Bus bus;
    private final Startup startup;
    private final Leadership leadership;

    public HealthRoutes(Bus bus, Startup startup, Leadership leadership) {
        this.bus = bus;
        this.startup = startup;
        this.leadership = leadership;
    }

    /** Adds the routes. */
    public void mount(Router router) {
        router.get("/health/live").handler(ctx -> answer(ctx, 200, new Live("live")));
        router.get("/health/ready").handler(this::ready);
    }

    private void ready(RoutingContext ctx) {
        ControllersState controllers = leadership.state();
        if (controllers.role() != ControllerRole.ACTIVE) {
            waiting(ctx, controllers);
            return;
        }
        Map<String, Future<String>> checks = new TreeMap<>(Map.of(
                "ensemble", check(EnsembleTopics.CURRENT, new AskEnsemble()),
                "files", check(FileTopics.ROOM, new AskStorage()),
                "scheduler", check(SchedulerTopics.SETTINGS, new AskScheduler())));
        Future.all(checks.values().stream().toList()).onSuccess(done -> {
            Map<String, String> results = new TreeMap<>();
            checks.forEach((name, result) -> results.put(name, result.result()));
            boolean all = startup.isComplete() && results.values().stream().allMatch("ok"::equals);
            String status = !startup.isComplete() ? "starting" : all ? "ready" : "not_ready";
            answer(ctx, all ? 200 : 503, new Ready(status, results));
        });
    }

    /** One that hands calls on to the active one can be sent any. */
    private static void waiting(RoutingContext ctx, ControllersState controllers) {
        boolean standby = controllers.role() == ControllerRole.STANDBY && controllers.active() != null;
        String check = standby
                ? "ok"
                : controllers.message() != null ? controllers.message() : "no controller is active at this moment";
        answer(ctx, standby ? 200 : 503, new Ready(standby ? "standby" : "not_ready", Map.of("controllers", check)));
    }

    /** Never fails: the result says what is wrong. */
    private <Q, A> Future<String> check(Request<Q, A> request, Q question) {
        return bus.request(request.within(LIMIT), question)
                .transform(result -> Future.succeededFuture(
                        result.succeeded() ? "ok" : result.cause().getMessage()));
    }

    private static void answer(RoutingContext ctx, int status, Object body) {
        if (!ctx.response().closed()) {
            ctx.response()
                    .setStatusCode(status)
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                    .end(Json.encode(body));
        }
    }

    /** @param status {@code live} */
    private record Live(String status) {}

    /**
     * @param status {@code starting}, {@code ready}, {@code standby} or {@code not_ready}
     * @param checks each feature that was asked: {@code ok}, or what was wrong
     */
    private record Ready(String status, Map<String, String> checks) {}
}
