package io.conclave.testing;

import io.conclave.config.NodeAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real standalone server as a careful operator sets one up: no four-letter word but what is named is answered. */
public final class LockedDownServer implements AutoCloseable {

    private final Process process;
    private final NodeAddress address;

    private LockedDownServer(Process process, NodeAddress address) {
        this.process = process;
        this.address = address;
    }

    /**
     * Starts a server.
     *
     * @param words the four-letter words that it answers
     * @param admin whether its AdminServer is on
     * @param prometheus whether its Prometheus provider is on
     */
    public static LockedDownServer start(Path folder, String words, boolean admin, boolean prometheus)
            throws IOException {
        int port = UnusedPort.any();
        int adminPort = UnusedPort.any();
        int metricsPort = UnusedPort.any();
        List<String> config = new ArrayList<>(List.of(
                "tickTime=500",
                "dataDir=" + folder,
                "clientPort=" + port,
                "clientPortAddress=127.0.0.1",
                "4lw.commands.whitelist=" + words,
                "admin.enableServer=" + admin,
                "admin.serverAddress=127.0.0.1",
                "admin.serverPort=" + adminPort));
        if (prometheus) {
            config.add("metricsProvider.className=org.apache.zookeeper.metrics.prometheus.PrometheusMetricsProvider");
            config.add("metricsProvider.httpHost=127.0.0.1");
            config.add("metricsProvider.httpPort=" + metricsPort);
        }
        Path file = Files.write(folder.resolve("zoo.cfg"), config);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.apache.zookeeper.server.quorum.QuorumPeerMain",
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("server.log").toFile())
                .start();
        NodeAddress address = new NodeAddress(
                "zk1",
                "127.0.0.1",
                port,
                admin ? "http://127.0.0.1:" + adminPort : null,
                prometheus ? "http://127.0.0.1:" + metricsPort + "/metrics" : null);
        return new LockedDownServer(process, address);
    }

    /** Where it is reached, in each way that is on. */
    public NodeAddress address() {
        return address;
    }

    /** The number of its process. */
    public long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
