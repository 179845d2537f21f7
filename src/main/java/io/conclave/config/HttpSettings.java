package io.conclave.config;

import java.util.Optional;

/**
 * Where the page, REST and bridge listen and who may use them.
 *
 * @param host address to bind ({@code HTTP_HOST}); any but loopback needs a token or {@code insecure}
 * @param port 0 takes a free one ({@code HTTP_PORT})
 * @param token bearer token that every call must carry, where there is one ({@code CONCLAVE_TOKEN})
 * @param insecure whether a non-loopback address may be bound without a token ({@code --insecure})
 */
public record HttpSettings(String host, int port, Optional<String> token, boolean insecure) {

    /** Without the token, since settings are logged. */
    @Override
    public String toString() {
        return "HttpSettings[host=" + host + ", port=" + port + ", token=" + (token.isPresent() ? "set" : "none")
                + ", insecure=" + insecure + "]";
    }
}
