package io.conclave.config;

/**
 * The ensemble that the product runs itself.
 *
 * @param servers how many, 1 to 9
 * @param basePort client port of the first; the others follow it, and one that is taken is replaced by a free one
 */
public record EmbeddedSettings(int servers, int basePort) {

    /** The most servers that one machine is asked to run. */
    public static final int MOST_SERVERS = 9;

    public EmbeddedSettings {
        if (servers < 1 || servers > MOST_SERVERS) {
            throw new IllegalArgumentException("servers must be 1 to " + MOST_SERVERS + ": " + servers);
        }
        if (basePort < 1 || basePort + servers > 65_535) {
            throw new IllegalArgumentException("basePort leaves no room for " + servers + " ports: " + basePort);
        }
    }
}
