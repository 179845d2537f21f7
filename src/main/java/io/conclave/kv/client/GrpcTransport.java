package io.conclave.kv.client;

import io.conclave.kv.KvReason;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.client.GrpcClientOptions;
import io.vertx.grpc.client.GrpcClientRequest;
import io.vertx.grpc.client.GrpcClientResponse;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.common.ServiceMethod;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Calls over gRPC, with one connection to each member. */
final class GrpcTransport implements Transport {

    /** A page of a scan has up to 2 MiB of values and one more of up to 1 MiB, and keys. */
    private static final long LARGEST_ANSWER = 16L * 1024 * 1024;

    private static final int STREAM_WINDOW = 4 * 1024 * 1024;
    private static final int CONNECTION_WINDOW = 16 * 1024 * 1024;

    private final Vertx vertx;
    private final GrpcClient client;
    private final Optional<String> authorization;

    GrpcTransport(Vertx vertx, KvClientSettings settings) {
        this.vertx = vertx;
        HttpClientOptions http = new HttpClientOptions()
                .setHttp2ClearTextUpgrade(false)
                .setConnectTimeout((int) settings.patience().toMillis())
                .setHttp2ConnectionWindowSize(CONNECTION_WINDOW)
                .setInitialSettings(new Http2Settings().setInitialWindowSize(STREAM_WINDOW))
                .setTcpNoDelay(true);
        settings.tls().ifPresent(tls -> tls.configure(http));
        this.client = GrpcClient.builder(vertx)
                .with(new GrpcClientOptions().setMaxMessageSize(LARGEST_ANSWER))
                .with(http)
                .build();
        this.authorization = settings.token().map(token -> "Bearer " + token);
    }

    Future<Void> close() {
        return client.close();
    }

    @Override
    public <Q, A> Future<A> call(String address, ServiceMethod<A, Q> method, Q request, Duration timeout) {
        long timeoutMs = Math.max(1, timeout.toMillis());
        Promise<A> answer = Promise.promise();
        open(address, method).onComplete(opened -> {
            if (opened.failed()) {
                answer.tryFail(CallFailedException.notSent(address + " cannot be reached: " + told(opened.cause())));
                return;
            }
            GrpcClientRequest<Q, A> call = opened.result();
            long timer = vertx.setTimer(timeoutMs, late -> {
                if (answer.tryFail(
                        CallFailedException.unanswered(address + " did not answer within " + timeoutMs + " ms."))) {
                    call.cancel();
                }
            });
            answer.future().onComplete(done -> vertx.cancelTimer(timer));
            call.timeout(timeoutMs, TimeUnit.MILLISECONDS);
            call.response().onComplete(response -> {
                if (response.failed()) {
                    answer.tryFail(lost(address, response.cause()));
                } else {
                    answered(address, response.result(), answer);
                }
            });
            call.end(request);
        });
        return answer.future();
    }

    private <Q, A> Future<GrpcClientRequest<Q, A>> open(String address, ServiceMethod<A, Q> method) {
        return client.request(socketAddress(address), method)
                .onSuccess(
                        call -> authorization.ifPresent(header -> call.headers().set("authorization", header)));
    }

    private static <Q, A> void answered(String address, GrpcClientResponse<Q, A> response, Promise<A> answer) {
        response.last().onComplete(last -> {
            if (last.succeeded()) {
                answer.tryComplete(last.result());
            } else {
                answer.tryFail(failure(address, response, last.cause()));
            }
        });
    }

    private static CallFailedException lost(String address, Throwable cause) {
        return CallFailedException.unanswered(
                "The connection to " + address + " was lost before it answered: " + told(cause));
    }

    private static CallFailedException failure(String address, GrpcClientResponse<?, ?> response, Throwable cause) {
        GrpcStatus status = response.status();
        if (status == null || status == GrpcStatus.OK) {
            return lost(address, cause);
        }
        String message =
                message(response).orElseGet(() -> address + " answered " + status.name() + " without saying why.");
        Optional<KvReason> reason = trailer(response, "conclave-reason").flatMap(KvReason::of);
        return reason.map(known -> CallFailedException.refused(known, message, redirect(response)))
                .orElseGet(() -> unexplained(status, message));
    }

    /** What others than our members answer: proxies, the gRPC library before a call reaches us. */
    private static CallFailedException unexplained(GrpcStatus status, String message) {
        return switch (status) {
            case INVALID_ARGUMENT, UNIMPLEMENTED, RESOURCE_EXHAUSTED ->
                CallFailedException.refused(KvReason.INVALID, message, Redirect.NONE);
            case UNAUTHENTICATED, PERMISSION_DENIED ->
                CallFailedException.refused(KvReason.UNAUTHENTICATED, message, Redirect.NONE);
            default -> CallFailedException.unanswered(message);
        };
    }

    private static Redirect redirect(GrpcClientResponse<?, ?> response) {
        return new Redirect(
                trailer(response, "conclave-group").orElse(""),
                trailer(response, "conclave-primary").orElse(""),
                trailer(response, "conclave-ring-version")
                        .filter(text -> text.matches("[0-9]{1,18}"))
                        .map(Long::parseLong)
                        .orElse(0L));
    }

    private static Optional<String> message(GrpcClientResponse<?, ?> response) {
        return trailer(response, "grpc-message").map(GrpcTransport::decoded);
    }

    private static String decoded(String message) {
        try {
            return URLDecoder.decode(message.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return message;
        }
    }

    /** An answer without a message has its trailers in its headers. */
    private static Optional<String> trailer(GrpcClientResponse<?, ?> response, String name) {
        MultiMap trailers = response.trailers();
        String value = trailers.get(name);
        return Optional.ofNullable(value == null ? response.headers().get(name) : value);
    }

    @Override
    public <Q, A> Stream stream(
            String address,
            ServiceMethod<A, Q> method,
            Q request,
            Handler<A> each,
            Handler<CallFailedException> ended) {
        AnswerStream<Q, A> stream = new AnswerStream<>(address, each, ended);
        open(address, method)
                .onSuccess(call -> stream.begin(call, request))
                .onFailure(cause ->
                        stream.end(CallFailedException.notSent(address + " cannot be reached: " + told(cause))));
        return stream;
    }

    /** Many answers to one call. All but the three calls of its user happen on one event loop. */
    private static final class AnswerStream<Q, A> implements Stream {

        private final String address;
        private final Handler<A> each;
        private final Handler<CallFailedException> ended;
        private GrpcClientRequest<Q, A> call;
        private GrpcClientResponse<Q, A> response;
        private boolean paused;
        private boolean over;

        AnswerStream(String address, Handler<A> each, Handler<CallFailedException> ended) {
            this.address = address;
            this.each = each;
            this.ended = ended;
        }

        private synchronized void begin(GrpcClientRequest<Q, A> opened, Q request) {
            call = opened;
            if (over) {
                opened.cancel();
                return;
            }
            opened.response().onSuccess(this::answers).onFailure(cause -> end(lost(address, cause)));
            opened.end(request);
        }

        private synchronized void answers(GrpcClientResponse<Q, A> answered) {
            response = answered;
            if (paused) {
                answered.pause();
            }
            answered.handler(each::handle);
            answered.end().onComplete(done -> end(failure(address, answered, done.cause())));
        }

        private void end(CallFailedException how) {
            synchronized (this) {
                if (over) {
                    return;
                }
                over = true;
            }
            ended.handle(how);
        }

        @Override
        public synchronized void pause() {
            paused = true;
            if (response != null) {
                response.pause();
            }
        }

        @Override
        public synchronized void resume() {
            paused = false;
            if (response != null) {
                response.resume();
            }
        }

        @Override
        public synchronized void cancel() {
            over = true;
            if (call != null) {
                call.cancel();
            }
        }
    }

    private static SocketAddress socketAddress(String address) {
        int colon = address.lastIndexOf(':');
        String host = address.substring(0, colon);
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        return SocketAddress.inetSocketAddress(Integer.parseInt(address.substring(colon + 1)), bare);
    }

    private static String told(Throwable cause) {
        return cause == null
                ? "the answer ended early"
                : Optional.ofNullable(cause.getMessage()).orElseGet(cause::toString);
    }
}
