package io.conclave.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The network between a viewer and the product: bytes go through it unchanged until it is cut. */
public final class Relay implements AutoCloseable {

    private final ServerSocket entrance;
    private final int target;
    private final Set<Socket> ends = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;

    private Relay(ServerSocket entrance, int target) {
        this.entrance = entrance;
        this.target = target;
    }

    /** Opens a way to a port of this machine. */
    public static Relay to(int port) throws IOException {
        Relay relay = new Relay(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), port);
        start(relay::accept);
        return relay;
    }

    /** Where it is entered. */
    public URI base() {
        return URI.create("http://127.0.0.1:" + entrance.getLocalPort());
    }

    /** Breaks all connections, and each new one at once, until it is {@linkplain #mend() mended}. */
    public void cut() {
        cut = true;
        ends.forEach(this::end);
    }

    /** Lets connections through again. */
    public void mend() {
        cut = false;
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        cut();
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                Socket viewer = entrance.accept();
                if (cut) {
                    end(viewer);
                } else {
                    join(viewer);
                }
            } catch (IOException e) {
                // Closed, or the product is away: the next one may find it.
            }
        }
    }

    private void join(Socket viewer) throws IOException {
        Socket product;
        try {
            product = new Socket(InetAddress.getLoopbackAddress(), target);
        } catch (IOException e) {
            end(viewer);
            return;
        }
        ends.add(viewer);
        ends.add(product);
        start(() -> pump(viewer, product));
        start(() -> pump(product, viewer));
        if (cut) {
            end(viewer);
            end(product);
        }
    }

    private void pump(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // One side is gone, and so is the other in a moment.
        } finally {
            end(from);
            end(to);
        }
    }

    private void end(Socket socket) {
        ends.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            // It was of no use any more.
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "relay");
        thread.setDaemon(true);
        thread.start();
    }
}
