package io.conclave.web.stream;

import io.vertx.core.Vertx;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;

/**
 * A SockJS session, over a WebSocket or one of the transports for where none gets through. SockJS's own measure of what
 * waits ends where it hands over to the connection, so this counts what the connection has not confirmed.
 */
final class SockJsTransport implements Transport {

    private static final int MOST_UNCONFIRMED_CHARS = 64 * 1024;

    private final Vertx vertx;
    private final SockJSSocket socket;
    private final Runnable sever;
    private Runnable drained = () -> {};
    private int unconfirmed;
    private boolean wasFull;
    private boolean closed;

    /** @param sever ends the connection that the session began with, without a word */
    SockJsTransport(Vertx vertx, SockJSSocket socket, Runnable sever) {
        this.vertx = vertx;
        this.socket = socket;
        this.sever = sever;
    }

    @Override
    public String peer() {
        return String.valueOf(socket.remoteAddress());
    }

    @Override
    public boolean isFull() {
        wasFull |= unconfirmed >= MOST_UNCONFIRMED_CHARS;
        return unconfirmed >= MOST_UNCONFIRMED_CHARS;
    }

    @Override
    public void onDrain(Runnable handler) {
        drained = handler;
    }

    @Override
    public void write(String frame) {
        if (closed) {
            return;
        }
        int length = frame.length();
        unconfirmed += length;
        socket.write(frame).onComplete(ignored -> confirmed(length));
    }

    private void confirmed(int length) {
        unconfirmed -= length;
        if (wasFull && !closed && unconfirmed < MOST_UNCONFIRMED_CHARS / 2) {
            wasFull = false;
            drained.run();
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
        if (!closed) {
            closed = true;
            socket.close(code, reason);
            vertx.setTimer(CLOSE_LIMIT_MS, ignored -> sever.run());
        }
    }
}
