package io.conclave.logs.elastic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.conclave.bus.Json;
import io.conclave.bus.ProblemException;
import io.conclave.config.ElasticSettings;
import io.vertx.core.Future;
import io.vertx.core.Promise;
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
import io.vertx.core.net.PemTrustOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Speaks HTTP with Elasticsearch. Every failure is a problem: that nothing answers in time, or not what Elasticsearch
 * answers. An answer of an error is an {@link Answer}, since for some callers it is none.
 */
final class ElasticClient implements AutoCloseable {

    private static final int MOST_CONNECTIONS = 16;
    /** Who waits for one of them longer than for an answer has no use for it any more. */
    private static final int MOST_WAITING = 256;

    private static final int CONNECT_MS = 1_500;
    private static final int KEEP_ALIVE_SECONDS = 30;
    private static final int LARGEST_ANSWER = 64 << 20;

    private final HttpClient client;
    private final URI base;
    private final String authorization;

    ElasticClient(Vertx vertx, ElasticSettings settings) {
        HttpClientOptions options = new HttpClientOptions()
                .setConnectTimeout(CONNECT_MS)
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setDecompressionSupported(true);
        settings.authority()
                .ifPresent(file -> options.setTrustOptions(new PemTrustOptions().addCertPath(file.toString())));
        this.client = vertx.createHttpClient(
                options, new PoolOptions().setHttp1MaxSize(MOST_CONNECTIONS).setMaxWaitQueueSize(MOST_WAITING));
        this.base = settings.url();
        this.authorization = settings.login().map(ElasticClient::authorization).orElse(null);
    }

    private static String authorization(ElasticSettings.Login login) {
        if (login instanceof ElasticSettings.ApiKey key) {
            return "ApiKey " + key.encoded();
        }
        ElasticSettings.Password password = (ElasticSettings.Password) login;
        byte[] pair = (password.user() + ":" + password.password()).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    /** A call with a JSON body, or with none where it is null. */
    Future<Answer> send(HttpMethod method, String path, JsonNode body, Duration limit) {
        return call(method, path, "application/json", body == null ? null : Buffer.buffer(Json.encode(body)), limit);
    }

    /** A call whose body is a line of JSON for each thing. */
    Future<Answer> bulk(String path, Buffer lines, Duration limit) {
        return call(HttpMethod.POST, path, "application/x-ndjson", lines, limit);
    }

    private Future<Answer> call(HttpMethod method, String path, String type, Buffer body, Duration limit) {
        boolean secure = base.getScheme().equals("https");
        RequestOptions options = new RequestOptions()
                .setMethod(method)
                .setSsl(secure)
                .setHost(base.getHost().replaceAll("[\\[\\]]", ""))
                .setPort(base.getPort() < 0 ? secure ? 443 : 80 : base.getPort())
                .setURI(base.getRawPath() + path)
                .putHeader(HttpHeaders.ACCEPT, "application/json");
        if (authorization != null) {
            options.putHeader(HttpHeaders.AUTHORIZATION, authorization);
        }
        if (body != null) {
            options.putHeader(HttpHeaders.CONTENT_TYPE, type);
        }
        Future<HttpClientRequest> begun;
        try {
            begun = client.request(options);
        } catch (IllegalStateException closed) {
            return Future.failedFuture(ElasticProblems.away("the connection is closed"));
        }
        return begun.compose(request -> (body == null ? request.send() : request.send(body))
                        .compose(response -> read(request, response)))
                .timeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                .onFailure(failure -> {
                    if (begun.succeeded()) {
                        begun.result().reset();
                    }
                })
                .recover(failure -> Future.failedFuture(problem(failure, limit)));
    }

    private static Future<Answer> read(HttpClientRequest request, HttpClientResponse response) {
        Promise<Answer> answer = Promise.promise();
        Buffer whole = Buffer.buffer();
        response.exceptionHandler(answer::tryFail);
        response.handler(part -> {
            if (whole.length() + part.length() > LARGEST_ANSWER) {
                answer.tryFail(ElasticProblems.away("its answer is larger than " + LARGEST_ANSWER + " bytes"));
                request.reset();
            } else {
                whole.appendBuffer(part);
            }
        });
        response.endHandler(end -> answer.tryComplete(new Answer(response.statusCode(), json(whole))));
        return answer.future();
    }

    /** What is no JSON is a proxy's page mostly, of which the status says enough. */
    private static JsonNode json(Buffer body) {
        try {
            return body.length() == 0 ? MissingNode.getInstance() : Json.parse(body.toString());
        } catch (ProblemException noJson) {
            return MissingNode.getInstance();
        }
    }

    private ProblemException problem(Throwable failure, Duration limit) {
        if (failure instanceof ProblemException known) {
            return known;
        }
        return ElasticProblems.away(
                failure instanceof TimeoutException
                        ? "nothing came from " + base + " within " + limit.toMillis() + " ms"
                        : Objects.requireNonNullElse(failure.getMessage(), failure.toString()));
    }

    @Override
    public void close() {
        client.close();
    }
}
