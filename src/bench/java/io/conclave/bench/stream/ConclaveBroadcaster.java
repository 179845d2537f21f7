package io.conclave.bench.stream;

import io.conclave.bench.ProductVertx;
import io.conclave.bus.Bus;
import io.conclave.bus.ControllerRef;
import io.conclave.config.FileSettings;
import io.conclave.config.FileStorage;
import io.conclave.config.HttpSettings;
import io.conclave.web.WebVerticle;
import io.conclave.web.state.Leadership;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The product's own edge, fed over the bus as its features do. */
final class ConclaveBroadcaster<T> implements Broadcaster {

    private static final long LIMIT_S = 10;

    private final Vertx vertx;
    private final Bus bus;
    private final Message<T> message;
    private final int port;

    private ConclaveBroadcaster(Vertx vertx, Bus bus, Message<T> message, int port) {
        this.vertx = vertx;
        this.bus = bus;
        this.message = message;
        this.port = port;
    }

    static <T> ConclaveBroadcaster<T> start(Message<T> message) throws Exception {
        Vertx vertx = ProductVertx.create();
        Clock clock = Clock.systemUTC();
        Bus bus = new Bus(vertx, new ControllerRef("bench", 1), clock);
        var web = new WebVerticle(
                new HttpSettings("127.0.0.1", 0, Optional.empty(), false),
                new FileSettings(FileStorage.LOCAL, Path.of("unused"), 1, 0),
                Optional.empty(),
                bus,
                Leadership.alone(bus),
                clock);
        vertx.deployVerticle(web).await(LIMIT_S, TimeUnit.SECONDS);
        return new ConclaveBroadcaster<>(vertx, bus, message, web.open().await(LIMIT_S, TimeUnit.SECONDS));
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void publish() {
        bus.publish(message.topic(), message.body());
    }

    @Override
    public void close() throws Exception {
        vertx.close().await(LIMIT_S, TimeUnit.SECONDS);
    }
}
