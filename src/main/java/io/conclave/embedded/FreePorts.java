package io.conclave.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Hands out loopback ports on which nothing listens, each once.
 *
 * <p>All but preferred ones lie below 32768, where Linux begins to give ports to outgoing connections: one from that
 * range could be taken by any client between our look and the server's bind. The search begins at a random place, so
 * that two ensembles that start at the same moment do not find the same ones.
 */
public final class FreePorts {

    private static final int LOWEST = 10_000;
    private static final int BEYOND = 32_000;

    private final RandomGenerator random;
    private final Set<Integer> given = new HashSet<>();

    /** @param random where the search begins */
    public FreePorts(RandomGenerator random) {
        this.random = random;
    }

    /** The preferred port where it is free, or another. */
    public int prefer(int port) {
        return take(port) ? port : any();
    }

    /**
     * A free port from 10000 to 31999.
     *
     * @throws IllegalStateException where there is none
     */
    public int any() {
        int span = BEYOND - LOWEST;
        int first = random.nextInt(span);
        for (int step = 0; step < span; step++) {
            int port = LOWEST + (first + step) % span;
            if (take(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no port from " + LOWEST + " to " + (BEYOND - 1) + " is free on the loopback");
    }

    private boolean take(int port) {
        if (given.contains(port) || !isFree(port)) {
            return false;
        }
        return given.add(port);
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
