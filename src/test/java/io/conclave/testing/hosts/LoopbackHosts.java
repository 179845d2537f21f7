package io.conclave.testing.hosts;

import io.conclave.testing.UnusedPort;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** All processes share this machine's loopback, where nothing can be cut. */
public final class LoopbackHosts implements Hosts {

    private final Set<Integer> given = new HashSet<>();

    @Override
    public String address(String host) {
        return "127.0.0.1";
    }

    @Override
    public int port(String host) {
        while (true) {
            int port = UnusedPort.any();
            if (given.add(port)) {
                return port;
            }
        }
    }

    @Override
    public List<String> enter(String host) {
        return List.of();
    }

    @Override
    public boolean canCut() {
        return false;
    }

    @Override
    public void cut(String from, String to) {
        throw new UnsupportedOperationException("the loopback cannot be cut");
    }

    @Override
    public void heal() {
        // Nothing was cut.
    }

    @Override
    public void close() {
        // Nothing was made.
    }
}
