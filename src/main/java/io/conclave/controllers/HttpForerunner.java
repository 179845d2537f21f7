package io.conclave.controllers;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Asks a forerunner by REST, since that does not need the ensemble that it may have lost. */
final class HttpForerunner implements Forerunner {

    /** Of the whole question: a failover waits for it. */
    private static final long LIMIT_MS = 400;

    private final HttpClient client;
    private final Optional<String> token;

    /** @param token what the controllers let each other in by, where there is one */
    HttpForerunner(Vertx vertx, Optional<String> token) {
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout((int) LIMIT_MS).setKeepAlive(false));
        this.token = token;
    }

    @Override
    public Future<Boolean> askToStepDown(Breadcrumb left, long epoch) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(left.url() + "/api/controllers/step-down")
                .setTimeout(LIMIT_MS)
                .putHeader("Content-Type", "application/json");
        token.ifPresent(secret -> options.putHeader("Authorization", "Bearer " + secret));
        return client.request(options)
                .compose(request -> request.send("{\"epoch\":" + epoch + "}"))
                .map(HttpClientResponse::statusCode)
                .map(status -> status == 200)
                .timeout(LIMIT_MS, TimeUnit.MILLISECONDS)
                .otherwise(false);
    }

    Future<Void> close() {
        return client.close();
    }
}
