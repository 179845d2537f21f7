package io.conclave.bench.kv;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A connection to redis, a call at a time. A character is a byte. */
final class RedisLine implements AutoCloseable {

    private static final int ANSWER_LIMIT_MS = 10_000;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    private RedisLine(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(ANSWER_LIMIT_MS);
        in = new BufferedInputStream(socket.getInputStream());
        out = new BufferedOutputStream(socket.getOutputStream());
    }

    /** Connects. */
    static RedisLine to(int port) throws IOException {
        return new RedisLine(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    /**
     * Calls.
     *
     * @return the answer; a list's answers one a line
     * @throws IOException also where the answer is an error
     */
    String call(String... words) throws IOException {
        StringBuilder text = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            text.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
        }
        out.write(text.toString().getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
        return answer();
    }

    private String answer() throws IOException {
        String head = line();
        String rest = head.substring(1);
        return switch (head.charAt(0)) {
            case '+', ':' -> rest;
            case '$' -> bulk(Integer.parseInt(rest));
            case '*' -> list(Integer.parseInt(rest));
            default -> throw new IOException("redis answered " + head);
        };
    }

    private String bulk(int length) throws IOException {
        if (length < 0) {
            return "";
        }
        String text = new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
        line();
        return text;
    }

    private String list(int length) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(answer()).append('\n');
        }
        return text.toString();
    }

    private String line() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("redis has ended");
            }
            if (c != '\r') {
                text.append((char) c);
            }
        }
        return text.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
