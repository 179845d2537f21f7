package io.conclave.bench.product;

import io.conclave.bench.Lines;
import io.conclave.config.EmbeddedSettings;
import io.conclave.config.NodeAddress;
import io.conclave.embedded.EmbeddedEnsemble;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/**
 * A JVM that does nothing but start the three servers. Its one order is {@code start <folder>}; its answer, when each
 * server is leader or follower, is {@code serving}.
 */
final class BareEnsemble {

    private static final int SERVERS = 3;
    private static final int BASE_PORT = 2181;
    private static final int CONNECT_LIMIT_MS = 200;
    private static final int ANSWER_LIMIT_MS = 1_000;
    private static final long LOOK_AGAIN_NANOS = 10_000_000;

    private BareEnsemble() {}

    /**
     * Runs until the suite closes the line.
     *
     * @param args where the suite listens
     */
    public static void main(String[] args) throws IOException {
        try (Lines lines = Lines.toSuite(args)) {
            for (String order = lines.next(); order != null; order = lines.next()) {
                Path folder = Path.of(order.substring("start ".length()));
                try (EmbeddedEnsemble ensemble =
                        EmbeddedEnsemble.start(folder, new EmbeddedSettings(SERVERS, BASE_PORT))) {
                    while (!ensemble.nodes().stream().allMatch(BareEnsemble::serves)) {
                        LockSupport.parkNanos(LOOK_AGAIN_NANOS);
                    }
                    lines.send("serving");
                }
            }
        } finally {
            Runtime.getRuntime().halt(0);
        }
    }

    private static boolean serves(NodeAddress node) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(node.host(), node.port()), CONNECT_LIMIT_MS);
            socket.setSoTimeout(ANSWER_LIMIT_MS);
            socket.getOutputStream().write("srvr".getBytes(StandardCharsets.US_ASCII));
            String reply = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return reply.contains("Mode: leader") || reply.contains("Mode: follower");
        } catch (IOException notYet) {
            return false;
        }
    }
}
