package io.conclave.web.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.conclave.bus.Json;
import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads a body as JSON whatever its media type says, within bounds of size and time. A body of no bytes is fine: there
 * is none then.
 */
final class JsonBody {

    static final int LARGEST_BYTES = 64 * 1024;
    private static final long LONGEST_MS = 10_000;
    private static final String KEY = JsonBody.class.getName();

    private final Vertx vertx;

    JsonBody(Vertx vertx) {
        this.vertx = vertx;
    }

    /** The body that was read; a missing node where there was none. */
    static JsonNode of(RoutingContext ctx) {
        JsonNode body = ctx.get(KEY);
        return body == null ? MissingNode.getInstance() : body;
    }

    /** Reads the body and goes on, or fails with 400, 408 or 413. */
    void handle(RoutingContext ctx) {
        HttpServerRequest request = ctx.request();
        if (request.headers().contains(HttpHeaders.EXPECT, HttpHeaders.CONTINUE, true)) {
            ctx.response().writeContinue();
        }
        Buffer body = Buffer.buffer();
        long timer = vertx.setTimer(
                LONGEST_MS,
                ignored -> refuse(
                        ctx,
                        new Problem(
                                408,
                                "slow_body",
                                "the body took more than " + LONGEST_MS + " ms",
                                "body",
                                null,
                                null)));
        request.exceptionHandler(gone -> vertx.cancelTimer(timer));
        request.handler(chunk -> {
            if (body.length() + chunk.length() > LARGEST_BYTES) {
                vertx.cancelTimer(timer);
                refuse(ctx, Problem.tooLarge("body", LARGEST_BYTES + " bytes"));
            } else {
                body.appendBuffer(chunk);
            }
        });
        request.endHandler(ended -> {
            vertx.cancelTimer(timer);
            try {
                if (body.length() > 0) {
                    ctx.put(KEY, Json.parse(text(body)));
                }
            } catch (ProblemException wrong) {
                ctx.fail(wrong);
                return;
            }
            ctx.next();
        });
    }

    private static void refuse(RoutingContext ctx, Problem problem) {
        ctx.request().handler(null).endHandler(null);
        ctx.fail(problem.asException());
    }

    private static String text(Buffer body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body.getBytes()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Problem(400, "invalid_json", "the body is not UTF-8", "body", null, "JSON in UTF-8")
                    .asException();
        }
    }
}
