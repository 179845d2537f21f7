package io.conclave.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Lines of text between the suite and a JVM that it started. They go over a connection of their own, so that nothing
 * that a library prints can get in between.
 */
public final class Lines implements AutoCloseable {

    private final Socket socket;
    private final BufferedReader in;
    private final BufferedWriter out;

    Lines(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        out = new BufferedWriter(new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.UTF_8));
    }

    /** The child's end; its first argument is where the suite listens. */
    public static Lines toSuite(String[] arguments) throws IOException {
        return new Lines(new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0])));
    }

    /** Sends one line; from any thread. */
    public void send(String line) throws IOException {
        synchronized (out) {
            out.write(line);
            out.write('\n');
            out.flush();
        }
    }

    /**
     * Waits for the next line.
     *
     * @return the line, or null where the other side has closed
     */
    public String next() throws IOException {
        return in.readLine();
    }

    /**
     * Waits for the next line, but not for ever.
     *
     * @throws java.net.SocketTimeoutException where none came in time
     * @throws EOFException where the other side has closed
     */
    public String next(Duration limit) throws IOException {
        socket.setSoTimeout(Math.toIntExact(limit.toMillis()));
        String line = in.readLine();
        if (line == null) {
            throw new EOFException("the other process has ended");
        }
        return line;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
