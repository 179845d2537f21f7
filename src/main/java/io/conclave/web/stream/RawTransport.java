package io.conclave.web.stream;

import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;

/** A plain WebSocket that carries one bridge frame in each text message. */
final class RawTransport implements Transport {

    private final Vertx vertx;
    private final ServerWebSocket socket;
    private final int largestFragment;
    private final Runnable sever;

    /**
     * @param largestFragment bytes up to which the socket itself leaves a message in one piece
     * @param sever ends the connection without a word
     */
    RawTransport(Vertx vertx, ServerWebSocket socket, int largestFragment, Runnable sever) {
        this.vertx = vertx;
        this.socket = socket;
        this.largestFragment = largestFragment;
        this.sever = sever;
    }

    @Override
    public String peer() {
        return String.valueOf(socket.remoteAddress());
    }

    @Override
    public boolean isFull() {
        return !socket.isClosed() && socket.writeQueueFull();
    }

    @Override
    public void onDrain(Runnable drained) {
        socket.drainHandler(ignored -> drained.run());
    }

    @Override
    public void write(String frame) {
        if (frame.length() <= largestFragment) {
            // Latin-1 inside, ASCII by content: to bytes in one copy.
            socket.writeTextMessage(frame);
        } else {
            // In one piece, since simple clients do not put fragments together.
            socket.writeFinalTextFrame(frame);
        }
    }

    @Override
    public void pause() {
        socket.pause();
    }

    @Override
    public void resume() {
        socket.resume();
    }

    @Override
    public void close(int code, String reason) {
        if (!socket.isClosed()) {
            socket.pause();
            long timer = vertx.setTimer(CLOSE_LIMIT_MS, ignored -> sever.run());
            socket.close((short) code, reason).onComplete(ignored -> vertx.cancelTimer(timer));
        }
    }
}
