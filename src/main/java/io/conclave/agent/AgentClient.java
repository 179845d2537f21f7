package io.conclave.agent;

import io.conclave.bus.ControllerRef;
import io.conclave.bus.Json;
import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;
import io.conclave.storage.CopySource;
import io.conclave.storage.StorageReason;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Speaks HTTP with agents. Every failure that is not an agent's own answer is a 503 {@code agent_away}: after it nobody
 * knows whether a command was carried out.
 */
final class AgentClient {

    private static final int CONNECT_MS = 2_000;
    private static final int MOST_CONNECTIONS = 128;
    private static final int KEEP_ALIVE_SECONDS = 30;

    private final HttpClient client;
    private final Optional<String> token;
    private final Supplier<ControllerRef> self;

    /**
     * @param token that agents want, where they want one
     * @param self who commands, asked at each command
     */
    AgentClient(Vertx vertx, Optional<String> token, Supplier<ControllerRef> self) {
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout(CONNECT_MS).setKeepAliveTimeout(KEEP_ALIVE_SECONDS),
                new PoolOptions().setHttp1MaxSize(MOST_CONNECTIONS));
        this.token = token;
        this.self = self;
    }

    /** A connected request with everything that each one has; ends with a failure where nobody is there. */
    Future<HttpClientRequest> request(Peer peer, HttpMethod method, String path) {
        URI url = URI.create(peer.url());
        RequestOptions options = new RequestOptions()
                .setMethod(method)
                .setHost(url.getHost().replaceAll("[\\[\\]]", ""))
                .setPort(url.getPort() < 0 ? 80 : url.getPort())
                .setURI(path);
        token.ifPresent(secret -> options.putHeader(HttpHeaders.AUTHORIZATION, "Bearer " + secret));
        ControllerRef controller = self.get();
        if (method != HttpMethod.GET && controller.epoch() > 0) {
            options.putHeader(Wire.CONTROLLER, controller.id())
                    .putHeader(Wire.EPOCH, Long.toString(controller.epoch()));
        }
        try {
            return client.request(options)
                    .recover(cause -> Future.failedFuture(away(peer, cause).asException()));
        } catch (IllegalStateException closed) {
            return Future.failedFuture(away(peer, closed).asException());
        }
    }

    /** Asks for something small, with a body or without one. */
    <A> Future<A> ask(Peer peer, HttpMethod method, String path, Object body, Class<A> type, long limitMs) {
        return request(peer, method, path)
                .compose(request -> send(request, body)
                        .compose(response -> read(peer, response, type))
                        .timeout(limitMs, TimeUnit.MILLISECONDS)
                        .onFailure(cause -> request.reset()))
                .recover(cause -> Future.failedFuture(known(peer, cause)));
    }

    /** Sends a request whose answer is read by the caller. */
    static Future<HttpClientResponse> send(HttpClientRequest request, Object body) {
        return body == null
                ? request.send()
                : request.putHeader(HttpHeaders.CONTENT_TYPE, Wire.JSON).send(Buffer.buffer(Json.encode(body)));
    }

    /** The whole answer. */
    static <A> Future<A> read(Peer peer, HttpClientResponse response, Class<A> type) {
        return response.body().map(body -> {
            if (response.statusCode() >= 300) {
                throw refusal(peer, response, body).asException();
            }
            return body.length() == 0 ? null : Json.decode(body.toString(), type);
        });
    }

    /** An answer that is no success, read to its end, as a failure. */
    static <T> Future<T> refused(Peer peer, HttpClientResponse response) {
        return response.body()
                .compose(body ->
                        Future.failedFuture(refusal(peer, response, body).asException()));
    }

    private static Problem refusal(Peer peer, HttpClientResponse response, Buffer body) {
        try {
            return Json.decode(body.toString(), Problem.class);
        } catch (ProblemException notOurs) {
            return Problem.unavailable(
                    StorageReason.AGENT_REFUSES.code(),
                    "what answers for " + peer.node() + " at " + peer.url() + " is no agent: status "
                            + response.statusCode());
        }
    }

    /** A failure as a problem: the agent's own, or that it is away. */
    static ProblemException known(Peer peer, Throwable cause) {
        return cause instanceof ProblemException problem
                ? problem
                : away(peer, cause).asException();
    }

    /** 503: there is no answer. */
    static Problem away(Peer peer, Throwable cause) {
        return Problem.unavailable(
                StorageReason.AGENT_AWAY.code(),
                "the agent of " + peer.node() + " at " + peer.url() + " does not answer: " + cause.getMessage());
    }

    /**
     * Another agent to copy from.
     *
     * @throws ProblemException 400 where the URL is none of an agent
     */
    CopySource.Elsewhere source(String node, String url) {
        return new AgentSource(this, () -> Optional.of(new Peer(node, Peer.checked(url))), node);
    }

    /** Ends all connections. */
    Future<Void> close() {
        return client.close();
    }
}
