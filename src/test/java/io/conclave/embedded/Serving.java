package io.conclave.embedded;

import io.conclave.config.NodeAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;

/** Asks servers by {@code srvr}, blocking, for tests that wait until an ensemble serves. */
public final class Serving {

    private static final int LIMIT_MS = 500;

    private Serving() {}

    /** Waits until every one of the nodes serves clients. */
    public static void await(List<NodeAddress> nodes) {
        for (NodeAddress node : nodes) {
            Awaitility.await(node.id() + " serves")
                    .atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(25))
                    .until(() -> mode(node).isPresent());
        }
    }

    /** The mode that a server says it is in, or empty where it does not serve. */
    public static Optional<String> mode(NodeAddress node) {
        return reply(node, "srvr")
                .lines()
                .filter(line -> line.startsWith("Mode: "))
                .map(line -> line.substring("Mode: ".length()))
                .findFirst();
    }

    /** A server's whole answer to a four-letter word, or an empty text where it gives none. */
    public static String reply(NodeAddress node, String word) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(node.host(), node.port()), LIMIT_MS);
            socket.setSoTimeout(LIMIT_MS);
            socket.getOutputStream().write(word.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException none) {
            return "";
        }
    }
}
