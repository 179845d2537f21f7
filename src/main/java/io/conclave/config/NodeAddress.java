package io.conclave.config;

/**
 * Where one ZooKeeper server is reached.
 *
 * @param id its name on the page and in every call, such as {@code zk1}
 * @param host host name or address
 * @param port its client port, 1 to 65535
 * @param adminUrl base of its AdminServer, such as {@code http://zk1:8080}, or null where it is not known
 * @param metricsUrl its Prometheus provider's page, such as {@code http://zk1:7000/metrics}, or null
 */
public record NodeAddress(String id, String host, int port, String adminUrl, String metricsUrl) {

    /** A server of which only the client port is known. */
    public static NodeAddress of(String id, String host, int port) {
        return new NodeAddress(id, host, port, null, null);
    }

    /** {@code host:port}, as a ZooKeeper client's connect string wants it. */
    public String hostPort() {
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }
}
