package io.conclave.grafana;

import io.conclave.bus.Bus;
import io.conclave.bus.Sentence;
import io.conclave.config.GrafanaSettings;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks Grafana every half minute whether it is well, so that the page shows a note instead of a broken frame. */
public final class GrafanaVerticle extends VerticleBase {

    private static final long CHECK_INTERVAL_MS = 30_000;
    private static final int LIMIT_MS = 3_000;
    private static final int OK = 200;

    private final Optional<GrafanaSettings> settings;
    private final Bus bus;
    private final Clock clock;
    private HttpClient client;

    /** @param settings which one, if any */
    public GrafanaVerticle(Optional<GrafanaSettings> settings, Bus bus, Clock clock) {
        this.settings = settings;
        this.bus = bus;
        this.clock = clock;
    }

    @Override
    public Future<?> start() {
        if (settings.isEmpty()) {
            bus.publish(GrafanaTopics.STATE, GrafanaState.of(null, GrafanaReason.NOT_CONFIGURED, Map.of(), null));
            return Future.succeededFuture();
        }
        client = vertx.createHttpClient(
                new HttpClientOptions().setKeepAlive(false).setConnectTimeout(LIMIT_MS));
        vertx.setPeriodic(0, CHECK_INTERVAL_MS, timer -> check(settings.get()));
        return Future.succeededFuture();
    }

    private void check(GrafanaSettings grafana) {
        URI health = URI.create(grafana.checkUrl() + "/api/health");
        client.request(new RequestOptions()
                        .setMethod(HttpMethod.GET)
                        .setAbsoluteURI(health.toString())
                        .setIdleTimeout(LIMIT_MS))
                .compose(request -> request.send().map(answer -> statusOf(request, answer)))
                .timeout(LIMIT_MS, TimeUnit.MILLISECONDS)
                .onComplete(
                        status -> tell(
                                grafana,
                                status == OK ? GrafanaReason.ANSWERS : GrafanaReason.NOT_HEALTHY,
                                Map.of("address", grafana.checkUrl(), "status", status)),
                        failure -> tell(
                                grafana,
                                GrafanaReason.NO_ANSWER,
                                Map.of("address", grafana.checkUrl(), "detail", detail(failure))));
    }

    /** What it has to say besides is of no interest, however long it is. */
    private static int statusOf(HttpClientRequest request, HttpClientResponse answer) {
        answer.exceptionHandler(cutOff -> {});
        request.reset();
        return answer.statusCode();
    }

    private static Sentence detail(Throwable failure) {
        if (failure instanceof TimeoutException) {
            return new Sentence("no answer within " + LIMIT_MS + " ms", LIMIT_MS + " 毫秒内无应答");
        }
        if (failure instanceof ConnectException) {
            return new Sentence("the connection was refused", "连接被拒绝");
        }
        if (failure instanceof UnknownHostException) {
            return new Sentence("there is no such host", "没有此主机");
        }
        String other = Objects.requireNonNullElse(failure.getMessage(), failure.toString());
        return new Sentence(other, other);
    }

    private void tell(GrafanaSettings grafana, GrafanaReason code, Map<String, ?> facts) {
        bus.publish(GrafanaTopics.STATE, GrafanaState.of(grafana.url(), code, facts, clock.instant()));
    }

    @Override
    public Future<?> stop() {
        return client == null ? Future.succeededFuture() : client.close();
    }
}
