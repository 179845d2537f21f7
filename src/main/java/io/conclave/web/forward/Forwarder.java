package io.conclave.web.forward;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.bus.Json;
import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;
import io.conclave.controllers.ActiveController;
import io.conclave.web.command.Command;
import io.conclave.web.rest.CommandRoutes;
import io.conclave.web.rest.ProblemAnswer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Hands calls on to the active controller, bodies streamed both ways as fast as the slower side takes them. What never
 * left is refused as not done; what may have reached the other side and was not answered is told as unknown, and never
 * sent a second time.
 */
final class Forwarder {

    /** Says which controller handed a call on; such a call is not handed on again. */
    static final String HANDED_ON = "Conclave-Forwarded-By";

    private static final int CONNECT_MS = 1_000;
    private static final int MOST_CONNECTIONS = 64;
    private static final int MOST_WAITING = 256;

    /** Without a byte either way; a rolling restart's steps and a download's stalls are shorter. */
    private static final long LONGEST_SILENCE_MS = 150_000;

    private static final long COMMAND_MS = 150_000;
    private static final Set<HttpMethod> SAFE = Place.SAFE;

    /** What belongs to the caller's connection or to this controller, and not to the call. */
    private static final Set<String> NOT_PASSED_ON = Set.of(
            "host",
            "connection",
            "keep-alive",
            "transfer-encoding",
            "te",
            "upgrade",
            "expect",
            "origin",
            "cookie",
            "authorization",
            "accept-encoding");

    private final HttpClient client;
    private final String self;
    private final Optional<String> token;

    /**
     * @param self this controller's name
     * @param token what the controllers let each other in by, where there is one: who asks was let in here already, and
     *     a session of this controller means nothing to the other one
     */
    Forwarder(Vertx vertx, String self, Optional<String> token) {
        this.client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setConnectTimeout(CONNECT_MS)
                        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                        .setIdleTimeout((int) LONGEST_SILENCE_MS),
                new PoolOptions().setHttp1MaxSize(MOST_CONNECTIONS).setMaxWaitQueueSize(MOST_WAITING));
        this.self = self;
        this.token = token;
    }

    /** Hands a call on and its answer back. */
    void forward(RoutingContext ctx, ActiveController active) {
        HttpServerRequest request = ctx.request();
        request.pause();
        RequestOptions options = options(request.method(), active.url() + request.uri());
        request.headers().forEach(header -> {
            if (!NOT_PASSED_ON.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                options.addHeader(header.getKey(), header.getValue());
            }
        });
        boolean hasBody = request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
                || request.headers().contains(HttpHeaders.CONTENT_LENGTH);
        client.request(options)
                .onFailure(unsent -> fail(ctx, unreachable(active)))
                .onSuccess(sending -> {
                    if (request.headers().contains(HttpHeaders.EXPECT, HttpHeaders.CONTINUE, true)) {
                        ctx.response().writeContinue();
                    }
                    Future<HttpClientResponse> answer;
                    if (hasBody) {
                        answer = sending.send(request);
                    } else {
                        request.resume();
                        answer = sending.send();
                    }
                    answer.onFailure(lost -> fail(ctx, lost(request.method(), active)))
                            .onSuccess(response -> handBack(ctx, response));
                });
    }

    private static void handBack(RoutingContext ctx, HttpClientResponse from) {
        HttpServerResponse to = ctx.response();
        if (to.closed()) {
            from.request().reset();
            return;
        }
        to.setStatusCode(from.statusCode());
        from.headers().forEach(header -> {
            if (!NOT_PASSED_ON.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                to.headers().add(header.getKey(), header.getValue());
            }
        });
        boolean refusedEarly = !ctx.request().isEnded();
        if (refusedEarly) {
            to.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        if (!from.headers().contains(HttpHeaders.CONTENT_LENGTH)) {
            to.setChunked(true);
        }
        from.pipeTo(to).onComplete(done -> {
            if (done.failed()) {
                // Half an answer is out: only the end of the connection can tell that the rest will not come.
                ctx.request().connection().close();
            } else if (refusedEarly) {
                ProblemAnswer.endUnread(ctx);
            }
        });
    }

    private static void fail(RoutingContext ctx, Problem problem) {
        ctx.request().resume();
        if (!ctx.response().closed()) {
            ctx.response().putHeader(HttpHeaders.RETRY_AFTER, "1");
            ctx.fail(problem.asException());
        }
    }

    /**
     * Hands a command of the stream on.
     *
     * @param actor who gives it, for the audit trail
     * @return its answer, or a failure with a problem: the other controller's own, 503 where nothing was done, 504
     *     where that is not known
     */
    Future<JsonNode> command(Command<?, ?> command, JsonNode body, String actor, ActiveController active) {
        RequestOptions options = options(HttpMethod.POST, active.url() + CommandRoutes.PATH + command.verb())
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(CommandRoutes.ACTOR, actor);
        String text = body == null || body.isMissingNode() || body.isNull() ? "{}" : body.toString();
        return client.request(options)
                .recover(unsent -> Future.failedFuture(unreachable(active).asException()))
                .compose(request -> request.send(Buffer.buffer(text))
                        .compose(response -> response.body().map(answer -> decode(response, answer)))
                        .timeout(COMMAND_MS, TimeUnit.MILLISECONDS)
                        .recover(failure -> Future.failedFuture(
                                failure instanceof ProblemException
                                        ? failure
                                        : lost(command.audited() ? HttpMethod.POST : HttpMethod.GET, active)
                                                .asException())));
    }

    private static JsonNode decode(HttpClientResponse response, Buffer body) {
        JsonNode answer = Json.parse(body.toString());
        if (response.statusCode() < 400) {
            return answer;
        }
        throw new Problem(
                        response.statusCode(),
                        answer.path("code").asText("internal"),
                        answer.path("detail").asText(null),
                        answer.path("field").asText(null),
                        answer.path("value").asText(null),
                        answer.path("allowed").asText(null))
                .asException();
    }

    private RequestOptions options(HttpMethod method, String uri) {
        RequestOptions options = new RequestOptions()
                .setMethod(method)
                .setAbsoluteURI(uri)
                .setConnectTimeout(CONNECT_MS)
                .putHeader(HANDED_ON, self);
        token.ifPresent(secret -> options.putHeader(HttpHeaders.AUTHORIZATION, "Bearer " + secret));
        return options;
    }

    private static Problem unreachable(ActiveController active) {
        return Problem.unavailable(
                Place.NO_ACTIVE,
                "the active controller " + active.id()
                        + " cannot be reached and nothing was done; ask again in a second");
    }

    private static Problem lost(HttpMethod method, ActiveController active) {
        return SAFE.contains(method)
                ? Problem.unavailable(
                        Place.NO_ACTIVE,
                        "the active controller " + active.id() + " did not answer; ask again in a second")
                : new Problem(
                        504,
                        "outcome_unknown",
                        "the active controller " + active.id()
                                + " was asked and did not answer; it may have been done, so"
                                + " look before you repeat it",
                        null,
                        null,
                        null);
    }

    Future<Void> close() {
        return client.close();
    }

    /** Whether another controller handed a call on. */
    static boolean isHandedOn(HttpServerRequest request) {
        return request.headers().contains(HANDED_ON);
    }
}
