package io.conclave.agent;

import io.conclave.bus.Problem;
import java.net.URI;

/**
 * An agent that is spoken with.
 *
 * @param node whose storage it should be
 * @param url {@code http://host:port}
 */
record Peer(String node, String url) {

    /**
     * A URL that is an agent's.
     *
     * @throws io.conclave.bus.ProblemException 400 where it is none
     */
    static String checked(String url) {
        URI uri;
        try {
            uri = URI.create(String.valueOf(url));
        } catch (IllegalArgumentException e) {
            throw refused(url);
        }
        boolean plain = "http".equals(uri.getScheme())
                && uri.getHost() != null
                && uri.getPort() > 0
                && uri.getUserInfo() == null
                && uri.getRawPath().isEmpty()
                && uri.getRawQuery() == null
                && uri.getRawFragment() == null;
        if (!plain) {
            throw refused(url);
        }
        return url;
    }

    private static RuntimeException refused(String url) {
        return Problem.invalid("url", url, "http://host:port").asException();
    }
}
