package io.conclave.bench.polls;

import io.conclave.bench.Lines;
import io.conclave.bench.ProductVertx;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * A JVM with servers that answer four-letter words as ZooKeeper 3.9.5 did, and with black holes. Its one order is
 * {@code serve <answering> <silent> <full>}; its answer {@code ports} and the ports in that order.
 */
final class FakeServers {

    private static final int CONNECT_LIMIT_MS = 150;
    private static final int MOST_IN_A_QUEUE = 16;
    private static final long LISTEN_LIMIT_S = 10;
    private static final String REPLIES = "/io/conclave/ensemble/replies/";

    private final Vertx vertx = ProductVertx.create();
    private final List<ServerSocket> full = new ArrayList<>();
    private final List<Socket> waiting = new ArrayList<>();

    private FakeServers() {}

    /**
     * Runs until the suite closes the line.
     *
     * @param args where the suite listens
     */
    public static void main(String[] args) throws IOException {
        FakeServers servers = new FakeServers();
        try (Lines lines = Lines.toSuite(args)) {
            for (String order = lines.next(); order != null; order = lines.next()) {
                String[] words = order.split(" ", -1);
                lines.send("ports "
                        + servers
                                .serve(
                                        Integer.parseInt(words[1]),
                                        Integer.parseInt(words[2]),
                                        Integer.parseInt(words[3]))
                                .stream()
                                .map(String::valueOf)
                                .collect(Collectors.joining(" ")));
            }
        } catch (TimeoutException e) {
            throw new IOException("a port could not be opened", e);
        } finally {
            Runtime.getRuntime().halt(0);
        }
    }

    private List<Integer> serve(int answering, int silent, int unreachable) throws IOException, TimeoutException {
        Map<String, Buffer> leader = replies("leader");
        Map<String, Buffer> follower = replies("follower");
        List<Integer> ports = new ArrayList<>();
        for (int i = 0; i < answering; i++) {
            Map<String, Buffer> replies = i == 0 ? leader : follower;
            ports.add(listen(socket -> socket.handler(word -> {
                Buffer reply = replies.get(word.toString());
                socket.end(reply == null ? Buffer.buffer(word + " is not executed\n") : reply);
            })));
        }
        for (int i = 0; i < silent; i++) {
            ports.add(listen(socket -> {}));
        }
        for (int i = 0; i < unreachable; i++) {
            ports.add(blackHole());
        }
        return ports;
    }

    private static Map<String, Buffer> replies(String role) throws IOException {
        return Map.of(
                "srvr", reply(role + "-3.9.5.srvr"),
                "mntr", reply(role + "-3.9.5.mntr"),
                "conf", reply("leader-3.9.5.conf"));
    }

    private static Buffer reply(String name) throws IOException {
        try (InputStream text = FakeServers.class.getResourceAsStream(REPLIES + name)) {
            return Buffer.buffer(text.readAllBytes());
        }
    }

    private int listen(io.vertx.core.Handler<NetSocket> accept) throws TimeoutException {
        NetServer server = vertx.createNetServer().connectHandler(accept);
        return server.listen(0, "127.0.0.1")
                .await(LISTEN_LIMIT_S, TimeUnit.SECONDS)
                .actualPort();
    }

    /**
     * A port at which attempts to connect get no answer: a listener that accepts nobody and whose queue is full, so
     * that the system drops what comes.
     */
    private int blackHole() throws IOException {
        ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        full.add(listener);
        for (int i = 0; i < MOST_IN_A_QUEUE; i++) {
            Socket socket = new Socket();
            waiting.add(socket);
            try {
                socket.connect(
                        new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort()), CONNECT_LIMIT_MS);
            } catch (SocketTimeoutException nowFull) {
                return listener.getLocalPort();
            }
        }
        throw new IOException("this system answers attempts to connect beyond a full queue");
    }
}
