package io.conclave.kv.rpc;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.util.AsciiString;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.grpc.health.HealthService;
import io.vertx.grpc.reflection.ReflectionService;
import io.vertx.grpc.server.GrpcProtocol;
import io.vertx.grpc.server.GrpcServer;
import io.vertx.grpc.server.GrpcServerOptions;
import io.vertx.grpc.server.Service;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Serves gRPC over HTTP/2 on one port: the given services, health and reflection. With several instances each has an
 * event loop of its own and gets its share of the connections.
 */
public final class RpcServer {

    /** The longest message that is accepted: a batch of 4 MiB with all that is around it. */
    public static final long MAX_MESSAGE_BYTES = 5L << 20;

    private static final int STREAM_WINDOW = 1 << 20;
    private static final int CONNECTION_WINDOW = 16 << 20;
    private static final int MOST_STREAMS = 1_000;
    private static final int MAX_HEADER_BYTES = 16_384;
    private static final int MOST_FLUSHES = 256;

    private final Vertx vertx;
    private final RpcOptions options;
    private final String deployment;
    private final int port;

    private RpcServer(Vertx vertx, RpcOptions options, String deployment, int port) {
        this.vertx = vertx;
        this.options = options;
        this.deployment = deployment;
        this.port = port;
    }

    /**
     * Begins to listen; completes when connections are accepted, and fails where the port cannot be had.
     *
     * @param instances on how many event loops
     * @param services made once for each instance
     * @param serving what the health service answers; may be asked on any event loop
     */
    public static Future<RpcServer> listen(
            Vertx vertx, RpcOptions options, int instances, Supplier<List<Service>> services, BooleanSupplier serving) {
        return listen(vertx, options, instances, services, serving, Map::of);
    }

    /**
     * As above, with methods that are served before their calls come to the gRPC library.
     *
     * @param direct made once for each instance: the methods by their path, as {@code /package.Service/Method}; the
     *     services have to have them too, for calls that are not plain
     */
    public static Future<RpcServer> listen(
            Vertx vertx,
            RpcOptions options,
            int instances,
            Supplier<List<Service>> services,
            BooleanSupplier serving,
            Supplier<Map<String, DirectMethod>> direct) {
        // Vert.x has all instances that ask for the same number share one port, and a negative number stands for a free
        // one.
        int wanted = options.port() == 0 ? -ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE) : options.port();
        Queue<ListenerVerticle> listeners = new ConcurrentLinkedQueue<>();
        Supplier<Deployable> another = () -> {
            ListenerVerticle listener = new ListenerVerticle(options, wanted, services, serving, direct);
            listeners.add(listener);
            return listener;
        };
        return vertx.deployVerticle(another, new DeploymentOptions().setInstances(instances))
                .map(deployment -> new RpcServer(
                        vertx, options, deployment, listeners.element().port()));
    }

    /** host:port under which it is reached. */
    public String address() {
        return HostPort.of(options.host(), port);
    }

    /** Accepts no more connections and breaks those that are open. */
    public Future<Void> close() {
        return vertx.undeploy(deployment);
    }

    private static HttpServerOptions http(RpcOptions options) {
        HttpServerOptions http = new HttpServerOptions()
                .setTcpNoDelay(true)
                .setReuseAddress(true)
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setHttp2ConnectionWindowSize(CONNECTION_WINDOW)
                .setInitialSettings(new Http2Settings()
                        .setInitialWindowSize(STREAM_WINDOW)
                        .setMaxConcurrentStreams(MOST_STREAMS)
                        .setMaxHeaderListSize(MAX_HEADER_BYTES));
        options.tls().ifPresent(files -> http.setSsl(true)
                .setUseAlpn(true)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .setCertPath(files.certificate().toString())
                        .setKeyPath(files.key().toString())));
        return http;
    }

    /** One event loop's share. */
    private static final class ListenerVerticle extends VerticleBase {

        private final RpcOptions options;
        private final int wanted;
        private final Supplier<List<Service>> services;
        private final BooleanSupplier serving;
        private final Supplier<Map<String, DirectMethod>> direct;
        private volatile int port;

        ListenerVerticle(
                RpcOptions options,
                int wanted,
                Supplier<List<Service>> services,
                BooleanSupplier serving,
                Supplier<Map<String, DirectMethod>> direct) {
            this.direct = direct;
            this.options = options;
            this.wanted = wanted;
            this.services = services;
            this.serving = serving;
        }

        @Override
        public Future<?> start() {
            GrpcServer grpc = GrpcServer.server(
                    vertx,
                    new GrpcServerOptions()
                            .setMaxMessageSize(MAX_MESSAGE_BYTES)
                            .removeEnabledProtocol(GrpcProtocol.WEB)
                            .removeEnabledProtocol(GrpcProtocol.WEB_TEXT)
                            .removeEnabledProtocol(GrpcProtocol.TRANSCODING));
            HealthService health = HealthService.create(vertx);
            for (Service service : services.get()) {
                grpc.addService(service);
                health.register(service.name(), () -> Future.succeededFuture(serving.getAsBoolean()));
            }
            grpc.addService(health);
            grpc.addService(ReflectionService.v1());
            Optional<TokenCheck> check = options.token().map(token -> new TokenCheck(token, grpc));
            Predicate<CharSequence> admits =
                    check.<Predicate<CharSequence>>map(known -> known::isShown).orElse(shown -> true);
            Map<CharSequence, DirectMethod> methods = new HashMap<>();
            direct.get().forEach((path, method) -> methods.put(AsciiString.of(path), method));
            return vertx.createHttpServer(http(options))
                    .requestHandler(check.<Handler<HttpServerRequest>>map(known -> known)
                            .orElse(grpc))
                    .connectionHandler(connection -> connected(connection, methods, admits))
                    .listen(wanted, options.host())
                    .onSuccess(this::opened);
        }

        private void connected(
                HttpConnection connection, Map<CharSequence, DirectMethod> methods, Predicate<CharSequence> admits) {
            if (!(connection instanceof ConnectionBase netty)) {
                return;
            }
            ChannelPipeline pipeline = netty.channel().pipeline();
            // An answer is written in parts, headers, message and trailers, each with a system call of its own. Now
            // what an event loop writes in one go is sent in one go.
            pipeline.addFirst(new FlushConsolidationHandler(MOST_FLUSHES, true));
            Http2ConnectionHandler http2 = pipeline.get(Http2ConnectionHandler.class);
            if (http2 != null && !methods.isEmpty()) {
                DirectFrames.listen(http2, (ContextInternal) context, methods, admits);
            }
        }

        private void opened(HttpServer server) {
            port = server.actualPort();
        }

        int port() {
            return port;
        }
    }
}
