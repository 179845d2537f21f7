package io.conclave.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** The network between two processes: bytes go through it unchanged until it is cut, and as fast as it lets them. */
public final class Relay implements AutoCloseable {

    private final ServerSocket entrance;
    private final int target;
    private final Set<Socket> ends = ConcurrentHashMap.newKeySet();
    private final Set<Socket> forgotten = ConcurrentHashMap.newKeySet();
    private final AtomicLong carried = new AtomicLong();
    private volatile boolean cut;
    private volatile long bytesPerSecond = Long.MAX_VALUE;

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

    /**
     * Breaks all connections without a goodbye, as a process that dies with unread bytes does; new ones come through.
     */
    public void reset() throws IOException {
        for (Socket socket : ends) {
            socket.setSoLinger(true, 0);
            end(socket);
        }
    }

    /** Carries nothing any more on the connections that there are, and tells neither end; new ones come through. */
    public void forget() {
        forgotten.addAll(ends);
    }

    /** Lets connections through again. */
    public void mend() {
        cut = false;
    }

    /** Lets each connection carry at most so much each way. */
    public void slowTo(long most) {
        bytesPerSecond = most;
    }

    /** How many bytes came back from the target. */
    public long carried() {
        return carried.get();
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
        start(() -> pump(viewer, product, new AtomicLong()));
        start(() -> pump(product, viewer, carried));
        if (cut) {
            end(viewer);
            end(product);
        }
    }

    private void pump(Socket from, Socket to, AtomicLong counted) {
        byte[] piece = new byte[16 << 10];
        try {
            for (int read = from.getInputStream().read(piece);
                    read >= 0;
                    read = from.getInputStream().read(piece)) {
                if (forgotten.contains(from)) {
                    continue;
                }
                to.getOutputStream().write(piece, 0, read);
                counted.addAndGet(read);
                LockSupport.parkNanos(read * 1_000_000_000L / Math.max(1, bytesPerSecond));
            }
        } catch (IOException e) {
            // One side is gone, and so is the other in a moment.
        } finally {
            end(from);
            end(to);
        }
    }

    private void end(Socket socket) {
        ends.remove(socket);
        forgotten.remove(socket);
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
