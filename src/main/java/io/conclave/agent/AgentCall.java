package io.conclave.agent;

import io.conclave.bus.ControllerRef;
import io.conclave.bus.Json;
import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;
import io.conclave.storage.Deposit;
import io.conclave.storage.Inflow;
import io.conclave.storage.Inventory;
import io.conclave.storage.LocalStorage;
import io.conclave.storage.StoredBytes;
import io.conclave.storage.Written;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request to an agent and its answer. Lives on the request's context. */
final class AgentCall {

    private static final Logger LOG = LoggerFactory.getLogger(AgentCall.class);
    private static final long LONGEST_STALL_MS = 30_000;
    private static final int LARGEST_BODY = 1 << 20;
    private static final Pattern FROM = Pattern.compile("bytes=(\\d{1,18})-");

    private final Vertx vertx;
    private final Context context;
    private final HttpServerRequest request;
    private final HttpServerResponse response;

    AgentCall(Vertx vertx, HttpServerRequest request) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.request = request;
        this.response = request.response();
    }

    String method() {
        return request.method().name();
    }

    HttpServerResponse response() {
        return response;
    }

    ProblemException unknown() {
        return Problem.notFound("call", method() + " " + request.path(), null).asException();
    }

    /** Who commands, and in which term. */
    ControllerRef controller() {
        String id = request.getHeader(Wire.CONTROLLER);
        String epoch = request.getHeader(Wire.EPOCH);
        if (id == null || !id.matches("[\\x21-\\x7e]{1,200}")) {
            throw Problem.invalid(Wire.CONTROLLER, id, "the controller's name").asException();
        }
        if (epoch == null || !epoch.matches("[1-9]\\d{0,17}")) {
            throw Problem.invalid(Wire.EPOCH, epoch, "a whole number from 1").asException();
        }
        return new ControllerRef(id, Long.parseLong(epoch));
    }

    /** How long the body says that it is, or -1. */
    long declaredLength() {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null ? -1 : Long.parseLong(length);
    }

    /** The body as a record. To be called before anything waits. */
    <T> Future<T> body(Class<T> type) {
        Promise<T> read = Promise.promise();
        Buffer body = Buffer.buffer();
        request.exceptionHandler(read::tryFail);
        request.handler(piece -> {
            body.appendBuffer(piece);
            if (body.length() > LARGEST_BODY) {
                read.tryFail(Problem.tooLarge("body", LARGEST_BODY + " bytes").asException());
            }
        });
        request.endHandler(ended -> {
            try {
                read.tryComplete(Json.decode(body.toString(), type));
            } catch (RuntimeException e) {
                read.tryFail(e);
            }
        });
        return read.future();
    }

    /** The body as a stream. To be called before anything waits. */
    Inflow inflow(long limit, long paceMs) {
        return new Inflow(vertx, context, request, limit, paceMs);
    }

    /** Lets the body flow. */
    Future<Void> flow(Inflow inflow, Deposit deposit) {
        Promise<Void> done = Promise.promise();
        context.runOnContext(ignored -> inflow.into(deposit).onComplete(done));
        return done.future();
    }

    /** Answers when it is known with what. */
    void answer(Future<?> outcome) {
        outcome.onComplete(this::answer);
    }

    /** Answers with what it came to. */
    void answer(AsyncResult<?> outcome) {
        context.runOnContext(ignored -> {
            if (outcome.failed()) {
                fail(outcome.cause());
            } else if (outcome.result() == null) {
                response.setStatusCode(204).end();
            } else {
                response.setStatusCode(outcome.result() instanceof Written ? 201 : 200)
                        .putHeader(HttpHeaders.CONTENT_TYPE, Wire.JSON)
                        .end(Json.encode(outcome.result()));
            }
        });
    }

    /** Refuses; where the rest of the request is not read, its connection ends with it. */
    void fail(Throwable cause) {
        if (response.ended() || response.closed()) {
            return;
        }
        if (response.headWritten()) {
            LOG.warn("the answer to {} {} ended early: {}", method(), request.path(), cause.toString());
            request.connection().close();
            return;
        }
        if (!(cause instanceof ProblemException)) {
            LOG.error("{} {} failed", method(), request.path(), cause);
        }
        Problem problem = ProblemException.of(cause);
        if (!request.isEnded()) {
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        response.setStatusCode(problem.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
                .end(Json.encode(problem));
    }

    /** Gives a file out, from where the request wants it. */
    void send(LocalStorage storage, String id) {
        long from = from();
        storage.open(id, from)
                .onFailure(this::fail)
                .onSuccess(bytes -> context.runOnContext(ignored -> {
                    long size = bytes.sizeBytes();
                    if (from > size) {
                        bytes.close();
                        fail(new Problem(
                                        416,
                                        "content_mismatch",
                                        "file " + id + " has " + size + " bytes on " + storage.node() + ", byte " + from
                                                + " was asked for",
                                        "Range",
                                        null,
                                        null)
                                .asException());
                        return;
                    }
                    response.setStatusCode(from == 0 ? 200 : 206)
                            .putHeader(HttpHeaders.CONTENT_TYPE, "application/octet-stream")
                            .putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(size - from))
                            .putHeader(Wire.SIZE, Long.toString(size));
                    if (from > 0 && from < size) {
                        response.putHeader("Content-Range", "bytes " + from + "-" + (size - 1) + "/" + size);
                    }
                    pump(bytes, size - from)
                            .compose(sent -> response.end())
                            .onFailure(this::fail)
                            .onComplete(ended -> bytes.close());
                }));
    }

    private long from() {
        String range = request.getHeader("Range");
        if (range == null) {
            return 0;
        }
        Matcher matcher = FROM.matcher(range);
        if (!matcher.matches()) {
            throw Problem.invalid("Range", range, "bytes=N-").asException();
        }
        return Long.parseLong(matcher.group(1));
    }

    private Future<Void> pump(StoredBytes bytes, long left) {
        if (left == 0) {
            return Future.succeededFuture();
        }
        return bytes.next().compose(piece -> {
            if (piece.length() == 0 || piece.length() > left) {
                return Future.failedFuture(new IOException("the file has changed its length"));
            }
            return write(piece).compose(written -> pump(bytes, left - piece.length()));
        });
    }

    /** Gives an inventory out, a page a line. */
    void stream(Future<Inventory> listing) {
        listing.onFailure(this::fail)
                .onSuccess(inventory -> context.runOnContext(ignored -> {
                    response.setChunked(true).putHeader(HttpHeaders.CONTENT_TYPE, Wire.LINES);
                    pages(inventory)
                            .compose(sent -> response.end())
                            .onFailure(this::fail)
                            .onComplete(ended -> inventory.close());
                }));
    }

    /** Ends with an empty page: without it, it was broken off. */
    private Future<Void> pages(Inventory inventory) {
        return inventory.next().compose(page -> write(Buffer.buffer(Json.encode(new Wire.Page(page)) + "\n"))
                .compose(written -> page.isEmpty() ? Future.succeededFuture() : pages(inventory)));
    }

    private Future<Void> write(Buffer piece) {
        return response.write(piece).timeout(LONGEST_STALL_MS, TimeUnit.MILLISECONDS);
    }
}
