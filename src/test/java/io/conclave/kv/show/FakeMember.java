package io.conclave.kv.show;

import io.conclave.kv.wire.KeyValueGrpcService;
import io.conclave.kv.wire.StatusResponse;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.grpc.server.GrpcServer;
import java.util.concurrent.TimeUnit;

/** A member that answers Status with whatever a test wants, over real gRPC. */
final class FakeMember implements AutoCloseable {

    private final HttpServer server;
    private volatile StatusResponse status = StatusResponse.getDefaultInstance();
    private volatile boolean silent;

    FakeMember(Vertx vertx) throws Exception {
        GrpcServer grpc = GrpcServer.server(vertx);
        grpc.callHandler(KeyValueGrpcService.Status, call -> {
            if (!silent) {
                call.response().end(status);
            }
        });
        server = vertx.createHttpServer(
                        new HttpServerOptions().setHost("127.0.0.1").setPort(0))
                .requestHandler(grpc)
                .listen()
                .await(10, TimeUnit.SECONDS);
    }

    String address() {
        return "127.0.0.1:" + server.actualPort();
    }

    void says(StatusResponse answer) {
        status = answer;
    }

    void falls(boolean silentNow) {
        silent = silentNow;
    }

    @Override
    public void close() throws Exception {
        server.close().await(10, TimeUnit.SECONDS);
    }
}
