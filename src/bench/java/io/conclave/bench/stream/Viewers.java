package io.conclave.bench.stream;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Sockets that watch one topic of one server, all on one event loop. They look that each of them gets every number in
 * turn, and note when.
 */
final class Viewers {

    /** After its answer a socket is known to be registered. */
    static final String PING = "{\"type\":\"ping\"}";

    private static final int PROGRESS_EVERY = 8;

    /** What they tell. */
    interface Listener {
        /** So many messages of those that are expected have reached every socket. */
        void progress(int complete);

        /** A socket did not get what it should have. */
        void wrong(String why);
    }

    private final WebSocketClient client;
    private final Listener listener;
    private final List<WebSocket> sockets = new ArrayList<>();
    private final long[] last;
    private final long[] bytes;
    private long base;
    private int[] seen = {};
    private long[] arrivals = {};
    private int arrived;
    private int complete;
    private boolean over;

    Viewers(Vertx vertx, int count, Listener listener) {
        this.client = vertx.createWebSocketClient(new WebSocketClientOptions().setMaxConnections(count));
        this.listener = listener;
        this.last = new long[count];
        this.bytes = new long[count];
    }

    /** Connects all of them and registers them for the topic. */
    Future<?> open(int port, String topic) {
        return Future.all(IntStream.range(0, last.length)
                .mapToObj(number -> open(number, port, topic))
                .toList());
    }

    private Future<Void> open(int number, int port, String topic) {
        Promise<Void> registered = Promise.promise();
        client.connect(port, "127.0.0.1", "/eventbus/websocket")
                .onFailure(registered::tryFail)
                .onSuccess(socket -> {
                    sockets.add(socket);
                    socket.handler(frame -> take(number, frame, registered));
                    socket.closeHandler(ignored -> closed());
                    socket.writeTextMessage("{\"type\":\"register\",\"address\":\"" + topic + "\"}");
                    socket.writeTextMessage(PING);
                });
        return registered.future();
    }

    private void closed() {
        if (!over) {
            listener.wrong("a socket was closed");
        }
    }

    /** Begins to wait for so many more messages. */
    void expect(int count) {
        base += complete;
        seen = new int[count];
        arrivals = new long[count * last.length];
        arrived = 0;
        complete = 0;
        Arrays.fill(bytes, 0);
    }

    private void take(int number, Buffer frame, Promise<Void> registered) {
        long now = System.nanoTime();
        long seq = FrameNumber.of(frame);
        if (seq == FrameNumber.NONE) {
            registered.tryComplete();
            return;
        }
        if (seq != last[number] + 1) {
            listener.wrong("socket " + number + " got message " + seq + " after " + last[number]);
        }
        last[number] = seq;
        bytes[number] += frame.length();
        int message = (int) (seq - base - 1);
        if (message < 0 || message >= seen.length) {
            listener.wrong("socket " + number + " got message " + seq + ", which was not expected");
            return;
        }
        arrivals[message * last.length + seen[message]] = now;
        arrived++;
        if (++seen[message] == last.length) {
            completed();
        }
    }

    private void completed() {
        complete++;
        if (complete == seen.length) {
            check();
        }
        if (complete % PROGRESS_EVERY == 0 || complete == seen.length) {
            listener.progress(complete);
        }
    }

    /** When all have arrived, all sockets must stand at the same number and must have got as many bytes. */
    private void check() {
        if (arrived != seen.length * last.length
                || Arrays.stream(last).anyMatch(seq -> seq != base + complete)
                || Arrays.stream(bytes).anyMatch(length -> length != bytes[0])) {
            listener.wrong("not every socket got the same");
        }
    }

    /**
     * How long the messages were on their way, over all sockets.
     *
     * @param sentNanos when each of the expected messages was sent, {@link System#nanoTime()} of this machine
     * @return nanoseconds, rising
     */
    double[] delays(long[] sentNanos) {
        double[] delays = new double[arrivals.length];
        for (int i = 0; i < delays.length; i++) {
            delays[i] = arrivals[i] - sentNanos[i / last.length];
        }
        Arrays.sort(delays);
        return delays;
    }

    /** Closes all sockets. */
    Future<Void> close() {
        over = true;
        return client.close();
    }
}
