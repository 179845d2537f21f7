package io.conclave.kv.data;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.grpc.server.GrpcServer;
import io.vertx.grpc.server.GrpcServerOptions;
import java.util.concurrent.TimeUnit;

/** A {@link MemoryMember} behind the real service on a real port. */
public final class ServedMember implements AutoCloseable {

    private static final int LONGEST_MESSAGE = 8 * 1024 * 1024;

    private final HttpServer server;
    private final MemoryMember member;
    private final String address;

    private ServedMember(MemoryMember member, HttpServer server) {
        this.member = member;
        this.server = server;
        this.address = "127.0.0.1:" + server.actualPort();
    }

    /** Serves a group's only member, and tells the directory that it is primary. */
    public static ServedMember start(Vertx vertx, String group, FixedDirectory directory) throws Exception {
        MemoryMember member = new MemoryMember(() -> directory.ring().version());
        GrpcServer grpc = GrpcServer.server(vertx, new GrpcServerOptions().setMaxMessageSize(LONGEST_MESSAGE));
        grpc.addService(new KeyValueCalls(group, member, directory, "test", System::nanoTime));
        LeanCalls lean = new LeanCalls(group, member, directory, System::nanoTime, LONGEST_MESSAGE, grpc);
        HttpServer server = vertx.createHttpServer(
                        new HttpServerOptions().setHost("127.0.0.1").setPort(0))
                .requestHandler(lean)
                .listen()
                .await(10, TimeUnit.SECONDS);
        ServedMember served = new ServedMember(member, server);
        directory.primary(group, served.address);
        return served;
    }

    public MemoryMember member() {
        return member;
    }

    public String address() {
        return address;
    }

    @Override
    public void close() throws Exception {
        server.close().await(10, TimeUnit.SECONDS);
    }
}
