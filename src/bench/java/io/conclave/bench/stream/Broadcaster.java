package io.conclave.bench.stream;

/** A server that sends each message to every WebSocket. */
interface Broadcaster extends AutoCloseable {

    /** Where it listens on the loopback address. */
    int port();

    /** Sends the next message, numbered one higher than the last, to every socket; returns before it has. */
    void publish();

    @Override
    void close() throws Exception;
}
