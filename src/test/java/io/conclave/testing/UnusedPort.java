package io.conclave.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports for servers that tests start: below 32768, since above it outgoing connections take them at any time. */
public final class UnusedPort {

    private static final int LOWEST = 12_000;
    private static final int HIGHEST = 32_000;

    private UnusedPort() {}

    /** A port that nothing listened on a moment ago. */
    public static int any() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return free.getLocalPort();
            } catch (IOException taken) {
                continue;
            }
        }
    }
}
