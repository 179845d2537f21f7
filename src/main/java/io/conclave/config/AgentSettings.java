package io.conclave.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A storage agent.
 *
 * @param node whose storage it is
 * @param storage the folder in which that node's bytes lie; the agent's alone
 * @param host address to bind ({@code AGENT_HOST}); any but loopback needs a token or {@code --insecure}
 * @param port 0 takes a free one ({@code AGENT_PORT})
 * @param advertised where controllers and other agents reach it, where that is not host and port ({@code AGENT_URL})
 * @param token bearer token that every call must carry, and that it shows to others ({@code CONCLAVE_TOKEN})
 * @param maxUploadBytes a file with more is refused ({@code MAX_UPLOAD_BYTES})
 * @param minFreeBytes how much room must stay free on the disk ({@code MIN_FREE_BYTES})
 * @param coordination where it registers
 */
public record AgentSettings(
        String node,
        Path storage,
        String host,
        int port,
        Optional<URI> advertised,
        Optional<String> token,
        long maxUploadBytes,
        long minFreeBytes,
        CoordinationSettings coordination) {

    /** Without the token, since settings are logged. */
    @Override
    public String toString() {
        return "AgentSettings[node=" + node + ", storage=" + storage + ", host=" + host + ", port=" + port + ", token="
                + (token.isPresent() ? "set" : "none") + "]";
    }
}
