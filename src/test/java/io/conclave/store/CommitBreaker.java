package io.conclave.store;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The network between the store and a PostgreSQL server, which breaks where it hurts most: at the next commit. It sees
 * commits only where the driver sends them as text, with {@code prepareThreshold=0}.
 */
final class CommitBreaker implements AutoCloseable {

    /** What becomes of the next commit. */
    enum Loss {
        /** It arrives; its answer does not, and the connection is gone. */
        ANSWER,
        /** The connection is gone, and then it arrives, when the store has long asked whether it did. */
        DELAY,
        /** It does not arrive; the server sees the connection stay open and silent. */
        REQUEST
    }

    /** Less than a lock is waited for. */
    private static final int DELAY_MS = 300;

    private final ServerSocket entrance;
    private final int target;
    private final Set<Socket> ends = ConcurrentHashMap.newKeySet();
    private final AtomicReference<Loss> armed = new AtomicReference<>();
    private volatile boolean cut;
    private volatile boolean cutAfterwards;

    private CommitBreaker(ServerSocket entrance, int target) {
        this.entrance = entrance;
        this.target = target;
    }

    static CommitBreaker to(int port) throws IOException {
        CommitBreaker breaker = new CommitBreaker(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), port);
        start(breaker::accept);
        return breaker;
    }

    int port() {
        return entrance.getLocalPort();
    }

    /** Breaks the next commit. */
    void breakNext(Loss loss) {
        armed.set(loss);
    }

    /** Breaks the next commit, and lets nobody through afterwards until {@link #mend()}. */
    void breakNextAndStayCut(Loss loss) {
        cutAfterwards = true;
        armed.set(loss);
    }

    /** Whether the commit has been broken. */
    boolean isBroken() {
        return armed.get() == null;
    }

    void mend() {
        cut = false;
        cutAfterwards = false;
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        ends.forEach(CommitBreaker::end);
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                Socket client = entrance.accept();
                if (cut) {
                    end(client);
                } else {
                    join(client);
                }
            } catch (IOException e) {
                // Closed, or the server is away: the next one may find it.
            }
        }
    }

    private void join(Socket client) throws IOException {
        Socket server;
        try {
            server = new Socket(InetAddress.getLoopbackAddress(), target);
        } catch (IOException e) {
            end(client);
            return;
        }
        ends.add(client);
        ends.add(server);
        AtomicReference<Loss> lost = new AtomicReference<>();
        start(() -> ask(client, server, lost));
        start(() -> answer(server, client, lost));
    }

    private void ask(Socket client, Socket server, AtomicReference<Loss> lost) {
        byte[] bytes = new byte[65_536];
        try {
            InputStream asked = client.getInputStream();
            for (int length = asked.read(bytes); length >= 0; length = asked.read(bytes)) {
                boolean commit = new String(bytes, 0, length, StandardCharsets.ISO_8859_1).contains("COMMIT\0");
                Loss loss = commit ? armed.getAndSet(null) : null;
                if (loss != null) {
                    cut = cutAfterwards;
                    lost.set(loss);
                }
                if (loss == Loss.REQUEST || loss == Loss.DELAY) {
                    end(client);
                }
                if (loss == Loss.REQUEST) {
                    return;
                }
                if (loss == Loss.DELAY) {
                    TimeUnit.MILLISECONDS.sleep(DELAY_MS);
                }
                server.getOutputStream().write(bytes, 0, length);
            }
        } catch (IOException e) {
            // One side is gone.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (lost.get() == null) {
            end(server);
        }
    }

    private void answer(Socket server, Socket client, AtomicReference<Loss> lost) {
        byte[] bytes = new byte[65_536];
        try {
            InputStream answered = server.getInputStream();
            for (int length = answered.read(bytes); length >= 0; length = answered.read(bytes)) {
                if (lost.get() == Loss.ANSWER) {
                    end(client);
                    end(server);
                    return;
                }
                client.getOutputStream().write(bytes, 0, length);
            }
        } catch (IOException e) {
            // One side is gone.
        }
        end(client);
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It was of no use any more.
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "commit-breaker");
        thread.setDaemon(true);
        thread.start();
    }
}
