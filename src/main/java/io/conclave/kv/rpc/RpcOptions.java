package io.conclave.kv.rpc;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * How a member is reached and whom it lets in.
 *
 * @param host the address that it listens on, and that it registers under
 * @param port 0 takes a free one
 * @param token what every caller has to show as {@code authorization: Bearer …}; empty lets everybody in
 * @param tls empty for plain text
 */
public record RpcOptions(String host, int port, Optional<String> token, Optional<TlsFiles> tls) {

    private static final int HIGHEST_PORT = 65_535;
    private static final int SHORTEST_TOKEN = 8;

    /** Refuses what cannot work, by the name of the flag. */
    public RpcOptions {
        if (host.isBlank()) {
            throw new IllegalArgumentException("--host is empty");
        }
        if (port < 0 || port > HIGHEST_PORT) {
            throw new IllegalArgumentException("--port is 0 to " + HIGHEST_PORT + ", not " + port);
        }
        if (token.isPresent() && !token.get().matches("[\\x21-\\x7e]{" + SHORTEST_TOKEN + ",512}")) {
            throw new IllegalArgumentException(
                    "--kv-token has " + SHORTEST_TOKEN + " to 512 printable ASCII characters without spaces");
        }
    }

    /**
     * The same, where it may be: an address that others can reach takes a token, or the word that none is wanted.
     *
     * @param insecure whether everybody who reaches it may do everything
     * @throws IllegalArgumentException where it may not: says what to do
     */
    public RpcOptions checkExposure(boolean insecure) {
        if (!insecure && token.isEmpty() && !isLoopback(host)) {
            throw new IllegalArgumentException("--host " + host + " can be reached by others: give --kv-token, or"
                    + " --insecure if whoever reaches it may do everything");
        }
        return this;
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("--host " + host + " is not known", e);
        }
    }
}
