package io.conclave.ensemble;

import io.conclave.config.NodeAddress;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A TCP server that behaves as it is told, like a ZooKeeper server or like none. */
final class FakeServer {

    /** What to do with a connection on which a word came. */
    @FunctionalInterface
    interface Behaviour {
        void answer(NetSocket socket, String word);
    }

    static final Behaviour SILENT = (socket, word) -> {};
    static final Behaviour CLOSES_AT_ONCE = (socket, word) -> socket.close();

    private final NetServer server;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile Behaviour behaviour;

    private FakeServer(Vertx vertx, int port, Behaviour behaviour) {
        this.behaviour = behaviour;
        this.server = vertx.createNetServer().connectHandler(this::accept);
        await(server.listen(port, "127.0.0.1"));
    }

    /** Listens on a free port. */
    static FakeServer start(Vertx vertx, Behaviour behaviour) {
        return new FakeServer(vertx, 0, behaviour);
    }

    /** Listens on the port of one that was stopped. */
    static FakeServer startAgain(Vertx vertx, int port, Behaviour behaviour) {
        return new FakeServer(vertx, port, behaviour);
    }

    /** Answers every word and closes, as a server does. */
    static Behaviour answers(Function<String, String> reply) {
        return (socket, word) -> {
            String text = reply.apply(word);
            if (text == null) {
                text = word + " is not executed because it is not in the whitelist.\n";
            }
            socket.end(Buffer.buffer(text));
        };
    }

    private void accept(NetSocket socket) {
        open.incrementAndGet();
        socket.closeHandler(closed -> open.decrementAndGet());
        socket.handler(word -> {
            asked.incrementAndGet();
            behaviour.answer(socket, word.toString());
        });
    }

    void behave(Behaviour now) {
        behaviour = now;
    }

    int port() {
        return server.actualPort();
    }

    /** Connections that the other side has not closed. */
    int open() {
        return open.get();
    }

    /** Words that came. */
    int asked() {
        return asked.get();
    }

    NodeAddress address(String id) {
        return NodeAddress.of(id, "127.0.0.1", port());
    }

    void stop() {
        await(server.close());
    }

    private static void await(io.vertx.core.Future<?> future) {
        try {
            future.await(10, TimeUnit.SECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }
}
