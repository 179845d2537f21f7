package io.conclave.bench.product;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.bus.Json;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import java.util.concurrent.TimeUnit;

/**
 * A viewer that is there before the product: it tries to connect until it can, then asks for the snapshot until it
 * shows a healthy ensemble, the counts and a plan.
 */
final class FirstSnapshot {

    private static final long AGAIN_MS = 10;
    private static final long LIMIT_S = 60;
    private static final int SERVERS = 3;
    private static final String REQUEST = "{\"type\":\"send\",\"address\":\"conclave.snapshot\",\"replyAddress\":"
            + "\"first\",\"body\":{\"topics\":[\"conclave.ensemble\",\"conclave.counts\",\"conclave.plan\"]}}";

    private final Vertx vertx;
    private final WebSocketClient client;
    private final int port;
    private final Promise<Void> complete = Promise.promise();

    private FirstSnapshot(Vertx vertx, int port) {
        this.vertx = vertx;
        this.client = vertx.createWebSocketClient();
        this.port = port;
    }

    /** Waits for it; fails when there is none after {@value #LIMIT_S} seconds. */
    static void await(Vertx vertx, int port) throws Exception {
        FirstSnapshot viewer = new FirstSnapshot(vertx, port);
        viewer.connect();
        viewer.complete
                .future()
                .timeout(LIMIT_S, TimeUnit.SECONDS)
                .eventually(viewer.client::close)
                .await(LIMIT_S + 1, TimeUnit.SECONDS);
    }

    private void connect() {
        Future<WebSocket> connected = client.connect(port, "127.0.0.1", "/eventbus/websocket");
        connected.onSuccess(this::watch).onFailure(notYet -> vertx.setTimer(AGAIN_MS, ignored -> connect()));
    }

    private void watch(WebSocket socket) {
        socket.textMessageHandler(frame -> {
            if (isComplete(Json.parse(frame).at("/body/topics"))) {
                complete.tryComplete();
            } else {
                vertx.setTimer(AGAIN_MS, ignored -> ask(socket));
            }
        });
        ask(socket);
    }

    private static void ask(WebSocket socket) {
        socket.writeTextMessage(REQUEST);
    }

    private static boolean isComplete(JsonNode topics) {
        JsonNode ensemble = topics.at("/conclave.ensemble/state");
        JsonNode nodes = ensemble.path("nodes");
        for (JsonNode node : nodes) {
            if (!node.path("health").asText().equals("healthy")
                    || !node.path("zxid").isTextual()) {
                return false;
            }
        }
        return nodes.size() == SERVERS
                && ensemble.path("leader").isTextual()
                && topics.at("/conclave.counts/state/totalFiles").isNumber()
                && topics.at("/conclave.plan/state/reason").isTextual();
    }
}
