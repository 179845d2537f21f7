package io.conclave.kv.rpc;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.Address;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.client.GrpcClientOptions;
import io.vertx.grpc.client.GrpcClientRequest;
import io.vertx.grpc.common.ServiceMethod;
import java.time.Duration;

/** Calls other members, with TLS and the token as this member's own services ask for them. */
public final class RpcClient implements GrpcClient {

    private static final int STREAM_WINDOW = 4 << 20;
    private static final int CONNECTION_WINDOW = 16 << 20;
    private static final long MAX_MESSAGE_BYTES = 16L << 20;

    private final GrpcClient client;
    private final CharSequence authorization;

    private RpcClient(GrpcClient client, CharSequence authorization) {
        this.client = client;
        this.authorization = authorization;
    }

    /**
     * A client that opens connections as they are needed.
     *
     * @param connectLimit how long a connection may take to be opened
     */
    public static RpcClient create(Vertx vertx, RpcOptions options, Duration connectLimit) {
        HttpClientOptions http = new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false)
                .setTcpNoDelay(true)
                .setConnectTimeout((int) connectLimit.toMillis())
                .setHttp2ConnectionWindowSize(CONNECTION_WINDOW);
        http.getInitialSettings().setInitialWindowSize(STREAM_WINDOW);
        options.tls().ifPresent(files -> http.setSsl(true)
                .setUseAlpn(true)
                .setTrustOptions(
                        new PemTrustOptions().addCertPath(files.authority().toString())));
        GrpcClient client =
                GrpcClient.client(vertx, new GrpcClientOptions().setMaxMessageSize(MAX_MESSAGE_BYTES), http);
        return new RpcClient(
                client, options.token().map(token -> "Bearer " + token).orElse(null));
    }

    private <Q, A> GrpcClientRequest<Q, A> authorized(GrpcClientRequest<Q, A> request) {
        if (authorization != null) {
            request.headers().set(HttpHeaders.AUTHORIZATION, authorization);
        }
        return request;
    }

    @Override
    public Future<GrpcClientRequest<Buffer, Buffer>> request(Address server) {
        return client.request(server).map(this::authorized);
    }

    @Override
    public Future<GrpcClientRequest<Buffer, Buffer>> request() {
        return client.request().map(this::authorized);
    }

    @Override
    public <Q, A> Future<GrpcClientRequest<Q, A>> request(Address server, ServiceMethod<A, Q> method) {
        return client.request(server, method).map(this::authorized);
    }

    @Override
    public <Q, A> Future<GrpcClientRequest<Q, A>> request(ServiceMethod<A, Q> method) {
        return client.request(method).map(this::authorized);
    }

    @Override
    public Future<Void> close() {
        return client.close();
    }
}
