package io.conclave.web.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.conclave.bus.Bus;
import io.conclave.bus.Json;
import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;
import io.conclave.bus.Request;
import io.conclave.web.command.Callers;
import io.conclave.web.command.Command;
import io.conclave.web.state.Startup;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.function.Function;

/** Turns REST calls into questions to the features, and their answers into JSON. */
final class Questions {

    /** Who acts, for the audit trail. */
    private final Bus bus;

    private final Startup startup;

    Questions(Bus bus, Startup startup) {
        this.bus = bus;
        this.startup = startup;
    }

    /**
     * A call that only asks.
     *
     * @param question made of the parameters; whatever it does not read is refused
     */
    <Q, A> Handler<RoutingContext> query(Request<Q, A> request, Function<Query, Q> question) {
        return ctx -> {
            Query query = new Query(ctx);
            Q asked = question.apply(query);
            query.refuseOthers();
            answer(ctx, 200, bus.request(request, asked));
        };
    }

    /** A call that does something, with its fields in the body and in the path. */
    Handler<RoutingContext> command(Command<?, ?> command, int status, String... textsInPath) {
        return command(command, status, ctx -> {
            ObjectNode path = Json.object();
            for (String name : textsInPath) {
                path.put(name, ctx.pathParam(name));
            }
            return path;
        });
    }

    /** A call that does something, with what its path says. */
    Handler<RoutingContext> command(Command<?, ?> command, int status, Function<RoutingContext, ObjectNode> path) {
        return ctx -> {
            new Query(ctx).refuseOthers();
            JsonNode fields = joined(JsonBody.of(ctx), path.apply(ctx));
            answer(ctx, status, command.run(bus, fields, Callers.REST));
        };
    }

    private static JsonNode joined(JsonNode body, ObjectNode path) {
        if (path.isEmpty() || !(body.isObject() || body.isMissingNode() || body.isNull())) {
            return body;
        }
        ObjectNode fields = body.isObject() ? body.deepCopy() : Json.object();
        for (Map.Entry<String, JsonNode> field : path.properties()) {
            if (fields.has(field.getKey()) && !fields.get(field.getKey()).equals(field.getValue())) {
                throw Problem.invalid(
                                field.getKey(),
                                fields.get(field.getKey()),
                                field.getValue() + ", as in the path, where it is given at all")
                        .asException();
            }
            fields.set(field.getKey(), field.getValue());
        }
        return fields;
    }

    /** Answers with what comes, or fails with the problem that comes. */
    void answer(RoutingContext ctx, int status, Future<?> answer) {
        answer.onComplete(result -> {
            if (result.failed()) {
                fail(ctx, result.cause());
            } else if (!ctx.response().closed()) {
                json(ctx, status, result.result());
            }
        });
    }

    /** Fails with the problem that came. */
    void fail(RoutingContext ctx, Throwable failure) {
        if (!ctx.response().closed()) {
            ctx.fail(starting(ctx, failure));
        }
    }

    /** While features are still to come, one that is not there is no fault. */
    private Throwable starting(RoutingContext ctx, Throwable failure) {
        boolean absent = failure instanceof ProblemException known
                && known.problem().code().equals(Bus.NOT_RUNNING);
        if (!absent || startup.isComplete()) {
            return failure;
        }
        return starting(ctx);
    }

    /** The answer to whoever comes too early. */
    static ProblemException starting(RoutingContext ctx) {
        ctx.response().putHeader(HttpHeaders.RETRY_AFTER, "1");
        return Problem.unavailable("starting", "the controller is starting; ask again in a second")
                .asException();
    }

    /** Answers with JSON. */
    static void json(RoutingContext ctx, int status, Object value) {
        HttpServerResponse response = ctx.response();
        response.setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(Json.encode(value));
    }
}
