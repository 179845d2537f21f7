package io.conclave.web.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.conclave.bus.Json;
import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers every failure as a problem document.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>
 */
public final class ProblemAnswer {

    /** Media type of the answers. */
    public static final String TYPE = "application/problem+json";

    private static final Logger LOG = LoggerFactory.getLogger(ProblemAnswer.class);

    private ProblemAnswer() {}

    /** Answers a request that failed; the last handler of every route. */
    public static void handle(RoutingContext ctx) {
        Problem problem = problem(ctx);
        HttpServerResponse response = ctx.response();
        if (response.headWritten()) {
            // Half an answer is out: only the end of the connection can tell that the rest will not come.
            ctx.request().connection().close();
            return;
        }
        boolean unread = isUnread(ctx.request());
        if (unread) {
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        response.setStatusCode(problem.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, TYPE)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(document(problem, ctx.request().path()).toString());
        if (unread) {
            LingeringClose.begin(ctx.vertx(), ctx.request());
        }
    }

    /** Ends with a caller whose request was answered while it is still sending. */
    public static void endUnread(RoutingContext ctx) {
        LingeringClose.begin(ctx.vertx(), ctx.request());
    }

    /** Whether the caller is still sending. */
    private static boolean isUnread(HttpServerRequest request) {
        MultiMap headers = request.headers();
        return !request.isEnded()
                && (headers.contains(HttpHeaders.TRANSFER_ENCODING)
                        || headers.contains(HttpHeaders.CONTENT_LENGTH)
                                && !"0".equals(headers.get(HttpHeaders.CONTENT_LENGTH)));
    }

    /** The document. */
    static ObjectNode document(Problem problem, String path) {
        ObjectNode document = Json.object()
                .put("type", "about:blank")
                .put("title", HttpResponseStatus.valueOf(problem.status()).reasonPhrase())
                .put("status", problem.status())
                .put("detail", problem.detail())
                .put("code", problem.code())
                .put("instance", path);
        if (problem.field() != null) {
            document.put("field", problem.field());
        }
        if (problem.value() != null) {
            document.put("value", problem.value());
        }
        if (problem.allowed() != null) {
            document.put("allowed", problem.allowed());
        }
        if (problem.position() != null) {
            document.put("position", problem.position());
        }
        return document;
    }

    private static Problem problem(RoutingContext ctx) {
        Throwable failure = ctx.failure();
        if (failure instanceof ProblemException known) {
            return known.problem();
        }
        int status = failure instanceof HttpException http ? http.getStatusCode() : ctx.statusCode();
        if (status >= 400 && status < 500) {
            String detail = failure == null || failure.getMessage() == null
                    ? HttpResponseStatus.valueOf(status).reasonPhrase()
                    : failure.getMessage();
            return new Problem(status, "bad_request", detail, null, null, null);
        }
        LOG.error(
                "{} {} failed",
                ctx.request().method(),
                Json.encode(ctx.request().path()),
                failure);
        return Problem.internal(String.valueOf(failure));
    }
}
