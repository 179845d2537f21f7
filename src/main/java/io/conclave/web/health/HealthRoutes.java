package io.conclave.web.health;

import io.conclave.audit.AuditTopics;
import io.conclave.audit.ListOperations;
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
 * where they do not, since another controller may reach the database that this one does not. An ensemble that is down
 * makes it neither: that is when the console is needed.
 */
public final class HealthRoutes {

    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final String OK = "ok";

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
        boolean active = controllers.role() == ControllerRole.ACTIVE;
        Map<String, Future<String>> checks = new TreeMap<>();
        checks.put("database", database());
        if (active) {
            checks.put("ensemble", check(EnsembleTopics.CURRENT, new AskEnsemble()));
            checks.put("files", check(FileTopics.ROOM, new AskStorage()));
            checks.put("scheduler", check(SchedulerTopics.SETTINGS, new AskScheduler()));
        } else {
            checks.put("controllers", Future.succeededFuture(standby(controllers)));
        }
        Future.all(checks.values().stream().toList()).onSuccess(done -> {
            Map<String, String> results = new TreeMap<>();
            checks.forEach((name, result) -> results.put(name, result.result()));
            boolean all = (!active || startup.isComplete())
                    && results.values().stream().allMatch(OK::equals);
            String well = active ? "ready" : "standby";
            String status = active && !startup.isComplete() ? "starting" : all ? well : "not_ready";
            answer(ctx, all ? 200 : 503, new Ready(status, results));
        });
    }

    /** One that hands calls on to the active one can be sent any. */
    private static String standby(ControllersState controllers) {
        if (controllers.role() == ControllerRole.STANDBY && controllers.active() != null) {
            return OK;
        }
        return controllers.message() != null ? controllers.message() : "no controller is active at this moment";
    }

    /** Everybody may ask, so nothing is told of where it is. */
    private Future<String> database() {
        return check(AuditTopics.LIST, ListOperations.newest(1))
                .map(result -> result.equals(OK) ? OK : "the database does not answer");
    }

    /** Never fails: the result says what is wrong. */
    private <Q, A> Future<String> check(Request<Q, A> request, Q question) {
        return bus.request(request.within(LIMIT), question)
                .transform(result -> Future.succeededFuture(
                        result.succeeded() ? OK : result.cause().getMessage()));
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
