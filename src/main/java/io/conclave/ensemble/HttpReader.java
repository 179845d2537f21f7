package io.conclave.ensemble;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Reads pages of servers that are watched: one connection a page, within a time limit and a bound on the size, without
 * following redirects.
 */
final class HttpReader {

    /** A server's page of figures is about 30 kB. */
    private static final int LIMIT_BYTES = 4 * 1024 * 1024;

    private final Vertx vertx;
    private final Duration timeout;
    private final HttpClient client;

    /**
     * @param vertx where the connections live
     * @param timeout from the request to the end of the page, connecting included
     */
    HttpReader(Vertx vertx, Duration timeout) {
        this.vertx = vertx;
        this.timeout = timeout;
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setKeepAlive(false).setConnectTimeout(Math.toIntExact(timeout.toMillis())));
    }

    /** The page's text, where it was answered with 200; else a failure whose message says what stood against it. */
    Future<String> get(String url) {
        Page page = new Page();
        client.request(new RequestOptions().setMethod(HttpMethod.GET).setAbsoluteURI(url))
                .onComplete(page::opened, page::fail);
        return page.promise.future();
    }

    /** Closes all connections. */
    Future<Void> close() {
        return client.close();
    }

    /** One page from request to end. */
    private final class Page {

        private final Promise<String> promise = Promise.promise();
        private final Buffer body = Buffer.buffer();
        private final long timer = vertx.setTimer(
                timeout.toMillis(), id -> fail(new IOException("no whole answer within the time limit")));
        private HttpClientRequest request;

        private void opened(HttpClientRequest opened) {
            request = opened;
            if (promise.future().isComplete()) {
                opened.reset();
                return;
            }
            opened.send().onComplete(this::answered, this::fail);
        }

        private void answered(HttpClientResponse response) {
            response.exceptionHandler(this::fail);
            response.handler(this::received);
            response.endHandler(end -> finish(response.statusCode()));
        }

        private void received(Buffer bytes) {
            if (body.length() + bytes.length() > LIMIT_BYTES) {
                fail(new IOException("more than " + LIMIT_BYTES + " bytes"));
            } else {
                body.appendBuffer(bytes);
            }
        }

        private void finish(int status) {
            if (status != 200) {
                fail(new IOException("HTTP status " + status));
            } else if (promise.tryComplete(body.toString(StandardCharsets.UTF_8))) {
                vertx.cancelTimer(timer);
            }
        }

        private void fail(Throwable failure) {
            if (promise.tryFail(failure)) {
                vertx.cancelTimer(timer);
                if (request != null) {
                    request.reset();
                }
            }
        }
    }
}
