package io.conclave.kv.rpc;

import io.vertx.core.net.SocketAddress;

/** Addresses as they stand in znodes and trailers: host:port, with an IPv6 address in brackets. */
public final class HostPort {

    private HostPort() {}

    /** As text. */
    public static String of(String host, int port) {
        return (host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host) + ":" + port;
    }

    /**
     * As an address to call.
     *
     * @throws IllegalArgumentException where it is not host:port
     */
    public static SocketAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("\"" + text + "\" is not host:port");
        }
        String host = text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        try {
            return SocketAddress.inetSocketAddress(Integer.parseInt(text.substring(colon + 1)), host);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("\"" + text + "\" is not host:port", e);
        }
    }
}
