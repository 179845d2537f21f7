package io.conclave.bench.stream;

import io.conclave.bench.ProductVertx;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The peer: what everybody writes first. One event loop, a set of sockets, a loop that writes the same text to each;
 * nothing is encoded, kept, bounded or looked after.
 */
final class BareBroadcaster implements Broadcaster {

    private static final long LIMIT_S = 10;

    private final Vertx vertx;
    private final Context context;
    private final int port;
    private final String before;
    private final String after;
    private final Set<ServerWebSocket> sockets = new LinkedHashSet<>();
    private long seq;

    private BareBroadcaster(Message<?> message) throws Exception {
        before = message.beforeNumber();
        after = message.afterNumber();
        vertx = ProductVertx.create();
        context = vertx.getOrCreateContext();
        Promise<HttpServer> listening = Promise.promise();
        context.runOnContext(ignored -> listen().onComplete(listening));
        port = listening.future().await(LIMIT_S, TimeUnit.SECONDS).actualPort();
    }

    static BareBroadcaster start(Message<?> message) throws Exception {
        return new BareBroadcaster(message);
    }

    private Future<HttpServer> listen() {
        var options = new HttpServerOptions()
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false);
        return vertx.createHttpServer(options).webSocketHandler(this::accept).listen(0, "127.0.0.1");
    }

    private void accept(ServerWebSocket socket) {
        socket.textMessageHandler(text -> {
            if (text.equals(Viewers.PING)) {
                sockets.add(socket);
                socket.writeTextMessage("{\"type\":\"pong\"}");
            }
        });
        socket.closeHandler(ignored -> sockets.remove(socket));
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void publish() {
        context.runOnContext(ignored -> {
            String text = before + ++seq + after;
            for (ServerWebSocket socket : sockets) {
                socket.writeTextMessage(text);
            }
        });
    }

    @Override
    public void close() throws Exception {
        vertx.close().await(LIMIT_S, TimeUnit.SECONDS);
    }
}
