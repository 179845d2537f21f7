package io.conclave.bench.product;

import io.conclave.bench.Miss;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Sends one file over HTTP at the lowest cost there is, from the page cache to the socket, since the sender shares the
 * machine with the receiver that is measured.
 */
final class Post {

    private static final String BOUNDARY = "----conclave-bench";
    private static final String FORM_TYPE = "multipart/form-data; boundary=" + BOUNDARY;
    private static final String FORM_HEAD = "--" + BOUNDARY
            + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"upload.bin\"\r\n"
            + "Content-Type: application/octet-stream\r\n\r\n";
    private static final String FORM_TAIL = "\r\n--" + BOUNDARY + "--\r\n";

    private Post() {}

    /** Sends it as a browser's form does and gives the answer's body. */
    static String form(URI to, Path file) throws IOException, Miss {
        return send(to, FORM_TYPE, FORM_HEAD, file, FORM_TAIL);
    }

    /** Sends its bytes alone and gives the answer's body. */
    static String bytes(URI to, Path file) throws IOException, Miss {
        return send(to, "application/octet-stream", "", file, "");
    }

    private static String send(URI to, String type, String head, Path file, String tail) throws IOException, Miss {
        try (SocketChannel socket = SocketChannel.open(new InetSocketAddress(to.getHost(), to.getPort()));
                FileChannel source = FileChannel.open(file)) {
            long length = head.length() + source.size() + tail.length();
            write(
                    socket,
                    "POST " + to.getPath() + " HTTP/1.1\r\nHost: " + to.getAuthority() + "\r\nContent-Type: " + type
                            + "\r\nContent-Length: " + length + "\r\nConnection: close\r\n\r\n" + head);
            for (long sent = 0; sent < source.size(); ) {
                sent += source.transferTo(sent, source.size() - sent, socket);
            }
            write(socket, tail);
            return body(answer(socket));
        }
    }

    private static void write(SocketChannel socket, String text) throws IOException {
        ByteBuffer bytes = StandardCharsets.US_ASCII.encode(text);
        while (bytes.hasRemaining()) {
            socket.write(bytes);
        }
    }

    private static String answer(SocketChannel socket) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        Channels.newInputStream(socket).transferTo(answer);
        return answer.toString(StandardCharsets.UTF_8);
    }

    private static String body(String answer) throws Miss {
        int end = answer.indexOf("\r\n\r\n");
        Miss.unless(
                end > 0 && answer.matches("(?s)HTTP/1\\.1 20[01] .*"),
                "the upload was answered with: %s",
                answer.lines().findFirst().orElse("nothing"));
        return answer.substring(end + 4);
    }
}
