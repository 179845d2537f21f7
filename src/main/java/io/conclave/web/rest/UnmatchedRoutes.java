package io.conclave.web.rest;

import io.conclave.bus.Problem;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/** Answers what no route answers: 405 with what is allowed where the path exists, else 404. */
public final class UnmatchedRoutes {

    private UnmatchedRoutes() {}

    /** Adds them behind all other routes. */
    public static void mount(Router router) {
        Map<String, TreeSet<String>> methods = new LinkedHashMap<>();
        for (Route route : router.getRoutes()) {
            if (route.methods() != null && route.getPath() != null) {
                route.methods().stream()
                        .map(HttpMethod::name)
                        .forEach(methods.computeIfAbsent(route.getPath(), path -> new TreeSet<>())::add);
            }
        }
        methods.forEach((path, known) -> router.route(path).handler(ctx -> {
            String allowed = String.join(", ", known);
            ctx.response().putHeader(HttpHeaders.ALLOW, allowed);
            ctx.fail(new Problem(
                            405,
                            "method_not_allowed",
                            "this path has no " + ctx.request().method(),
                            "method",
                            ctx.request().method().name(),
                            allowed)
                    .asException());
        }));
        router.route()
                .handler(ctx -> ctx.fail(
                        Problem.notFound("path", ctx.request().path(), null).asException()));
    }
}
